#!/bin/sh
# `npm start`: packages, then the gateway. The last step is an `exec`, so that a TERM reaches node itself.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1; then
  echo 'postroom needs Node.js 20.18.1 or newer, and there is no `node` here.' >&2
  exit 1
fi
node bin/prepare.js
exec node bin/postroom.js start "$@"
