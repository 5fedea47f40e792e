# A PostgreSQL server of our own, for the length of one run: own folder, own socket, a free port on loopback.
# Nothing of a server that already runs on this machine is touched. Sourced by .ci/run.

POSTGRESQL_DATA=""
POSTGRESQL_URL=""

postgresql_bin() { # the folder of version 15, or else of the first newer one; fails when there is none
    local version
    for version in 15 16 17 18; do
        [[ -x "/usr/lib/postgresql/$version/bin/initdb" ]] || continue
        echo "/usr/lib/postgresql/$version/bin"
        return 0
    done
    return 1
}

postgresql_run() { # PostgreSQL refuses to run as root: then it runs as a user without rights
    if ((EUID == 0)); then
        # from /, because that user may not enter the folder we are in
        (cd / && setpriv --reuid="$(postgresql_user)" --regid="$(id -g "$(postgresql_user)")" --clear-groups -- "$@")
    else
        "$@"
    fi
}

postgresql_user() {
    if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

postgresql_start() { # postgresql_start FOLDER: sets POSTGRESQL_URL
    local folder="$1" port
    mkdir -p "$folder/data"
    chmod 700 "$folder/data"
    chmod 755 "$(dirname "$folder")" "$folder"
    ((EUID != 0)) || chown -R "$(postgresql_user)" "$folder"
    POSTGRESQL_DATA="$folder/data"
    port="$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
    postgresql_run env LC_ALL=C.UTF-8 "$(postgresql_bin)/initdb" --pgdata "$POSTGRESQL_DATA" --username werkbalans \
        --auth trust --encoding UTF8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log"; return 1; }
    # The data is thrown away: nothing waits for the disk.
    postgresql_run "$(postgresql_bin)/pg_ctl" --pgdata "$POSTGRESQL_DATA" --log "$folder/server.log" --silent --wait \
        --options "-p $port -k '$folder' -h 127.0.0.1 -F -c synchronous_commit=off -c full_page_writes=off" \
        start || { cat "$folder/server.log"; return 1; }
    POSTGRESQL_URL="postgres://werkbalans@127.0.0.1:$port/postgres"
    echo "$("$(postgresql_bin)/postgres" --version) on port $port"
}

postgresql_stop() { # safe to call when nothing runs
    [[ -n "$POSTGRESQL_DATA" && -f "$POSTGRESQL_DATA/postmaster.pid" ]] || return 0
    postgresql_run "$(postgresql_bin)/pg_ctl" --pgdata "$POSTGRESQL_DATA" --silent --mode immediate stop
}
