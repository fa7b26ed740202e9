#!/usr/bin/env bash
# Builds build/tram with the release flags, and with --tests the test programs too.
#
# One rule: build/ belongs to the preset `release`, which ./run and ./test share, so that what is
# tested is what runs. The other presets have folders of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
targets=(tram)
[ "${1:-}" = "--tests" ] && targets=(all)
# The screens become part of the program; they are built first, and again only when they changed.
sum=$(find web/src web/public web/index.html web/*.ts web/package-lock.json -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
if [ "$(cat web/dist/.built 2>/dev/null)" != "$sum" ]; then
    (cd web && npx vite build --logLevel warn)
    printf '%s\n' "$sum" >web/dist/.built
fi
cmake --preset release --log-level=WARNING >/dev/null
cmake --build build --target "${targets[@]}"
