#!/usr/bin/env bash
# `npm run fresh [-- VERSION… ] [-- root|user]`: proves on machines with nothing but Node and npm that `npm start` comes
# up, takes a letter and ends. Each case is a Debian of its own (debootstrap, minbase) with the committed tree, in mount
# and process namespaces of its own: whatever happens, its mounts and processes go with it. Needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

versions=() accounts=()
for word in "$@"; do
  case "$word" in
    root | user) accounts+=("$word") ;;
    [0-9]*) versions+=("$word") ;;
    *) echo "usage: npm run fresh -- [20|22|24 …] [root|user …]" >&2; exit 2 ;;
  esac
done
[ ${#versions[@]} -gt 0 ] || versions=(20 22 24)
[ ${#accounts[@]} -gt 0 ] || accounts=(root user)

if [ "$(id -u)" != 0 ]; then echo 'npm run fresh builds chroots and needs root.' >&2; exit 1; fi
if ! command -v debootstrap >/dev/null; then echo 'npm run fresh needs debootstrap (apt-get install debootstrap).' >&2; exit 1; fi

case_within_s=1500
work=$(mktemp -d /var/tmp/postroom-fresh-XXXXXX)
chmod 755 "$work"
# Nothing is mounted below it outside the cases' own namespaces; --one-file-system is for the day that changes.
running=
cleanUp() {
  if [ -n "$running" ]; then kill "$running" 2>/dev/null || true; wait "$running" 2>/dev/null || true; fi
  rm -rf --one-file-system "$work"
}
trap cleanUp EXIT
trap 'exit 130' INT TERM

architecture=$(node -p 'process.arch')
ca=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}

# The mirror and how to reach it are this machine's; its passwords (auth.conf) stay here.
mirror() { apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m1 '/debian$' || echo http://deb.debian.org/debian; }

debian() {
  local root=$work/debian
  debootstrap --variant=minbase bookworm "$root" "$(mirror)" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log" >&2; return 1; }
  rm -f "$root/etc/apt/sources.list"
  find /etc/apt -maxdepth 2 \( -name '*.sources' -o -name 'sources.list' -o -name '*.list' \) -exec cp {} "$root/etc/apt/sources.list.d/" \;
  apt-config dump | grep -E '^Acquire::(https?::([^ ]*::)?Proxy|Check-)' >"$root/etc/apt/apt.conf.d/90host" || true
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/etc/ssl/certs" "$root/var/cache/npm"
  if [ -f "$ca" ]; then cp -L "$ca" "$root/etc/ssl/certs/ca-certificates.crt"; fi
  chmod 1777 "$root/var/cache/npm"
  chroot "$root" useradd --create-home --home-dir /home/council council
  mkdir "$root/proof" && cp bin/fresh-inside.js "$root/proof/inside.js" && echo '{"type":"module"}' >"$root/proof/package.json"
}

# Node and npm from npm's own registry; npm 10 is what Node 20 and 22 come with, npm 11 what 24 does.
node_into() {
  local version=$1 root=$2 npm=10
  [ "${version%%.*}" -lt 24 ] || npm=11
  local from=$work/node-$version
  if [ ! -d "$from" ]; then
    mkdir "$from"
    npm install --prefix "$from" --no-audit --no-fund --loglevel=error \
      "node@npm:node-linux-$architecture@$version" "npm@$npm" >/dev/null
  fi
  mkdir -p "$root/opt/node/bin" "$root/opt/node/lib/node_modules"
  cp "$from/node_modules/node/bin/node" "$root/opt/node/bin/node"
  cp -a "$from/node_modules/npm" "$root/opt/node/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/opt/node/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/opt/node/bin/npx"
}

# Runs in namespaces of its own: `$1` is the chroot, `$2` the account, the rest a command.
enter='
set -eu
root=$1 user=$2; shift 2
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 dev "$root/dev"
for node in null zero full random urandom tty; do touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
mkdir "$root/dev/shm"; mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
exec chroot --userspec="$user" "$root" "$@"
'

prove() {
  local version=$1 account=$2 root=$work/case-$1-$2 home=/root user=root
  cp -a "$work/debian" "$root"
  node_into "$version" "$root"
  # root's folder is closed to all others (0700): PostgreSQL must come up all the same.
  if [ "$account" = user ]; then home=/home/council user=council; fi
  mkdir "$root$home/postroom"
  git archive HEAD | tar -x -C "$root$home/postroom"
  chroot "$root" chown -R "$user:" "$home"
  timeout --kill-after=20 "$case_within_s" \
    unshare --mount --pid --fork --kill-child --propagation private \
    sh -c "$enter" enter "$root" "$user" \
    /usr/bin/env -i HOME="$home" PATH=/opt/node/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    npm_config_registry="$(npm config get registry)" npm_config_cafile=/etc/ssl/certs/ca-certificates.crt \
    npm_config_cache=/var/cache/npm npm_config_prefer_offline=true npm_config_update_notifier=false \
    node /proof/inside.js "$home/postroom" 2>"$work/stderr-$1-$2" >"$work/result-$1-$2" &
  # In the background, for a signal to us is heard at once only while we wait.
  running=$!
  wait "$running" || true
  running=
  # What was downloaded once serves the next case.
  rm -rf "$work/debian/var/cache/npm" && mv "$root/var/cache/npm" "$work/debian/var/cache/npm"
  chmod -R a+rwX "$work/debian/var/cache/npm"
  rm -rf --one-file-system "$root"
}

echo 'Building the bare Debian …' >&2
debian
failed=0
row='%-8s %-6s %-10s %12s %13s %-8s %-6s %-8s %s\n'
# shellcheck disable=SC2059
printf "$row" node as version 'first start' 'second start' letter TERM orphans fault
for version in "${versions[@]}"; do
  for account in "${accounts[@]}"; do
    prove "$version" "$account"
    result=$(tail -n 1 "$work/result-$version-$account")
    if [ -z "$result" ]; then
      result="- - - - - - no result within $case_within_s s"
    fi
    read -r exact first second letter term orphans fault <<<"$result"
    # shellcheck disable=SC2059
    printf "$row" "$version" "$account" "$exact" "$first" "$second" "$letter" "$term" "$orphans" "${fault:-}"
    if [ -n "${fault:-}" ]; then
      failed=1
      tail -n 30 "$work/stderr-$version-$account" >&2
    fi
  done
done
exit "$failed"
