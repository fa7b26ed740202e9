#!/usr/bin/env bash
# Builds build/tram with the release flags, and with --tests the test programs too.
#
# One rule: build/ belongs to the preset `release`, which ./run and ./test share, so that what is
# tested is what runs. The other presets have folders of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
targets=(tram)
[ "${1:-}" = "--tests" ] && targets=(all)
cmake --preset release --log-level=WARNING >/dev/null
cmake --build build --target "${targets[@]}"
