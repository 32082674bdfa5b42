#!/usr/bin/env bash
# A private PostgreSQL on 127.0.0.1 that keeps everything in the folder DIR.
#
#   postgres.sh start DIR PORT   starts it, on the data that DIR holds if any; returns once it accepts connections
#   postgres.sh stop DIR         shuts it down, ending its connections
#   postgres.sh kill DIR         ends all its processes with SIGKILL
#
# Superuser `postgres` needs no password. Database `messaging` belongs to role `app`, whose password is `app`.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

data=$dir/data
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[[ -x $bin/postgres ]] || fail "PostgreSQL is not installed, see install.sh"

# The caller's PGHOST, PGOPTIONS and so on are not meant for this server.
# shellcheck disable=SC2086 # a list of names
unset ${!PG@}

# The server refuses to run as root.
as_server() {
    if ((EUID == 0)); then PATH=$PATH:/usr/sbin runuser -u postgres -- "$@"; else "$@"; fi
}

# Every process of a server works in its data folder.
processes() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $process/cwd -ef $data && $process/exe -ef $bin/postgres ]]; then echo "${process#/proc/}"; fi
    done
}

create() {
    if ((EUID == 0)); then chown postgres: .; fi
    as_server test -x "$dir" || fail "user postgres has no access to $dir or a folder above it"
    as_server touch "$log"

    # Under another name until it is whole: what an interrupted attempt leaves is not data.
    # The --no-sync is for these first files only, the server runs with fsync.
    rm -rf data.new
    as_server "$bin/initdb" --pgdata=data.new --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
        --auth=trust --no-sync >>"$log" 2>&1 || fail "initdb failed"
    cat >data.new/pg_hba.conf <<'CONF'
host all postgres 127.0.0.1/32 trust
host all all      127.0.0.1/32 scram-sha-256
CONF
    # No Unix socket, because the path of one must not be longer than about 100 characters.
    cat >>data.new/postgresql.conf <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
CONF
    mv data.new data
}

start() {
    [[ -d $data ]] || create
    if [[ -z $(processes) ]]; then
        # What a killed server leaves holds up the next one if the number in it is some other process's by now, or a
        # zombie's, as in a container whose first process does not reap.
        rm -f "$data/postmaster.pid"
        as_server "$bin/pg_ctl" start --pgdata="$data" --log="$log" --options="-p $port" --wait --timeout=60 \
            </dev/null >>"$log" 2>&1 || { kill_all; fail "the server did not start"; }
    fi
    "$bin/pg_isready" --quiet --host=127.0.0.1 --port="$port" || fail "the server does not listen on port $port"

    "$bin/psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 \
        --host=127.0.0.1 --port="$port" --username=postgres --dbname=postgres <<'SQL'
SELECT 'CREATE ROLE app LOGIN PASSWORD ''app'''
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \gexec
SELECT 'CREATE DATABASE messaging OWNER app'
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'messaging') \gexec
SQL
}

stop() {
    [[ -n $(processes) ]] || return 0
    as_server "$bin/pg_ctl" stop --pgdata="$data" --mode=fast --wait --timeout=60 >/dev/null ||
        fail "the server did not stop"
}

case $command in
    start) start ;;
    stop) stop ;;
    kill) kill_all ;;
esac
