#!/usr/bin/env bash
# A private PostgreSQL cluster for tests: nothing of the machine's own clusters is touched.
#
# usage: postgres_cluster.sh start DIR [PID]   writes DIR/url; stops by itself when PID is gone
#        postgres_cluster.sh stop DIR
#
# `start` with a cluster that runs already keeps it. Exit 77: PostgreSQL is not installed.
# TRAM_POSTGRES_FSYNC=on makes it as durable (and as slow) as a real one.
set -euo pipefail

dir=${2:?DIR}

programs() {
    local newest
    newest=$(find /usr/lib/postgresql /usr/pgsql-* -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -1)
    [ -n "$newest" ] || newest=$(command -v initdb) || return 1
    dirname "$newest"
}

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid postgres --regid postgres --init-groups env HOME="$place" "$@"
    else
        "$@"
    fi
}

answers() { [ -s "$dir/url" ] && "$bin/pg_isready" -q -d "$(cat "$dir/url")"; }

start() {
    bin=$(programs) || {
        echo "PostgreSQL is not installed: apt-get install postgresql" >&2
        exit 77
    }
    if answers; then return; fi
    mkdir -p "$dir"
    # Not below the build folder: the owner of the cluster may not be allowed to look in there.
    place=$(mktemp -d /tmp/tram-postgres-XXXXXX)
    chmod 755 "$place"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$place"
    # The default collation is one that our schema must not lean on.
    (cd "$place" && as_owner "$bin/initdb" -D "$place/data" -U postgres --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi --no-sync >"$place/initdb.log")
    local fsync=${TRAM_POSTGRES_FSYNC:-off}
    as_owner tee -a "$place/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
max_connections = 300
shared_buffers = 256MB
max_wal_size = 4GB
fsync = $fsync
full_page_writes = $fsync
logging_collector = off
CONF
    (cd "$place" && as_owner "$bin/pg_ctl" -D "$place/data" -l "$place/server.log" -w -t 60 start >/dev/null) || {
        cat "$place/server.log" >&2
        exit 1
    }
    echo "$place" >"$dir/place"
    echo "postgresql:///postgres?host=$place&user=postgres" >"$dir/url"
    if [ -n "${1:-}" ]; then
        setsid "$0" watch "$dir" "$1" "$place" </dev/null >/dev/null 2>&1 &
    fi
}

stop_place() {
    bin=$(programs) || return 0
    place=$1
    case "$place" in /tmp/tram-postgres-*) ;; *) return 0 ;; esac
    [ -d "$place" ] || return 0
    (cd "$place" && as_owner "$bin/pg_ctl" -D "$place/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$place"
}

stop() {
    [ -s "$dir/place" ] || return 0
    stop_place "$(cat "$dir/place")"
    rm -f "$dir/url" "$dir/place"
}

# However the tests end, nothing of theirs stays behind.
watch() {
    while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 2; done
    stop_place "$2"
    if [ "$(cat "$dir/place" 2>/dev/null)" = "$2" ]; then rm -f "$dir/url" "$dir/place"; fi
}

case "${1:-}" in
start) start "${3:-}" ;;
stop) stop ;;
watch) watch "$3" "$4" ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
