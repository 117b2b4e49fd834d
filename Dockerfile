# The gateway with all its packages built in; PostgreSQL and Redis are services of their own (docker-compose.yml).
# Checked with `docker-compose config` only: no image has been built from this file where it was written.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `npm install`, not `npm ci`: the lock may lack other platforms' optional binaries, which `npm ci` refuses.
RUN npm install --no-save --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY bin ./bin
COPY rules ./rules
COPY queue ./queue
COPY src ./src
RUN node -e "import('./bin/build.js').then(({ build }) => build())" \
 && npm prune --omit=dev --no-save --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app ./
COPY samples ./samples
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 2525 2587 8025
# `exec` form: TERM reaches node, which lets what is under way end.
ENTRYPOINT ["node", "bin/postroom.js"]
CMD ["start", "--config", "/etc/postroom/postroom.yaml"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8025/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
