#!/bin/sh
# `npm test` and `npm run test:long`: packages, the build, the stores' programs, then vitest.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1; then
  echo 'postroom needs Node.js 20.18.1 or newer, and there is no `node` here.' >&2
  exit 1
fi
node bin/prepare.js
node bin/prepare-stores.js
config=vitest.config.ts
if [ "${1:-}" = long ]; then
  shift
  config=vitest.long.config.ts
fi
if [ "${1:-}" = -- ]; then shift; fi
exec node node_modules/vitest/vitest.mjs run -c "$config" --reporter=default --reporter=./test/reporter.ts "$@"
