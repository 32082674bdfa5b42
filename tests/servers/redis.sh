#!/usr/bin/env bash
# A private Redis on 127.0.0.1 that keeps everything in the folder DIR, in an append-only file.
#
#   redis.sh start DIR PORT [OPTION...]   starts it, on the data that DIR holds if any; returns once it answers
#   redis.sh stop DIR                     shuts it down
#   redis.sh kill DIR                     ends it with SIGKILL
#
# An OPTION is one of redis-server's, such as --appendfsync always or --requirepass secret.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

server=$(command -v redis-server) || fail "Redis is not installed, see install.sh"
options=("${@:4}")

# The server works in its folder.
processes() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $process/cwd -ef $dir && $process/exe -ef $server ]]; then echo "${process#/proc/}"; fi
    done
}

# Says whether it serves: not while it loads its data. One that wants a password serves, too.
answers() {
    local answer
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'PING\r\n' >&3
    read -r -t 5 answer <&3 || answer=''
    exec 3>&-
    [[ $answer == +PONG* || $answer == -NOAUTH* ]]
}

start() {
    [[ -z $(processes) ]] || return 0
    # In a session of its own, which the Ctrl-C of the caller's terminal does not reach.
    setsid "$server" --bind 127.0.0.1 --port "$port" --dir "$dir" --pidfile "$dir/pid" --save '' --appendonly yes --appendfsync everysec \
        "${options[@]}" </dev/null >>log 2>&1 &
    local started=$! end=$((SECONDS + 60))
    until answers 2>/dev/null; do
        ! ended "$started" || fail "the server ended"
        ((SECONDS < end)) || { kill_all; fail "the server was not up after 60 s"; }
        sleep 0.02
    done
}

stop() {
    local pid end=$((SECONDS + 60))
    for pid in $(processes); do
        kill -TERM "$pid"
        until ended "$pid"; do
            ((SECONDS < end)) || fail "the server did not stop"
            sleep 0.02
        done
    done
}

case $command in
    start) start ;;
    stop) stop ;;
    kill) kill_all ;;
esac
