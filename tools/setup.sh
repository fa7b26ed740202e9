#!/usr/bin/env bash
# Installs what the build needs and the machine lacks: the Debian packages of packages.txt and the npm
# packages of each package-lock.json. With --tests also what only tests need. Quick when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

has_node() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)'
}

missing_packages() {
    local wanted installed
    wanted=$(grep -vE '^\s*(#|$)' tools/packages.txt)
    # A node that somebody installed another way serves as well as Debian's.
    if has_node; then wanted=$(grep -vxE 'nodejs|npm' <<<"$wanted"); fi
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
        sed -n 's/^installed //p' | sort -u)
    comm -23 <(sort -u <<<"$wanted") <(printf '%s\n' "$installed")
}

install_packages() {
    local missing as_root=()
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    missing=$(tr '\n' ' ' <<<"$missing")
    local line="apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=(sudo)
        else
            printf 'Còn thiếu một số gói phần mềm. Hãy chạy dòng sau với quyền root rồi thử lại:\n' >&2
            printf 'Some packages are missing. Run this line as root, then try again:\n\n' >&2
            printf '    apt-get update && %s\n\n' "$line" >&2
            return 1
        fi
    fi
    printf 'Đang cài đặt các gói còn thiếu (installing what is missing): %s\n' "$missing"
    "${as_root[@]}" apt-get -q update
    # shellcheck disable=SC2086
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $line
}

install_npm_packages() {
    local lock folder sum
    for lock in "$@"; do
        [ -f "$lock" ] || continue
        folder=$(dirname "$lock")
        sum=$(sha256sum "$lock" | cut -d' ' -f1)
        if [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" = "$sum" ]; then continue; fi
        printf 'npm ci: %s\n' "$folder"
        (cd "$folder" && npm ci --no-fund --no-audit --loglevel=error)
        printf '%s\n' "$sum" >"$folder/node_modules/.installed"
    done
}

locks=(tools/definitions/package-lock.json web/package-lock.json)
[ "${1:-}" != "--tests" ] || locks+=(tests/examples/package-lock.json)
install_packages
install_npm_packages "${locks[@]}"
