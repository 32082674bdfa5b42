#!/usr/bin/env bash
# A private emulator of Amazon SQS (fauxqs) on 127.0.0.1. It keeps everything in memory: after a stop or a kill its queues
# are gone. DIR holds its log only.
#
#   sqs.sh start DIR PORT   starts it; returns once it accepts requests
#   sqs.sh stop DIR         ends it
#   sqs.sh kill DIR         ends it with SIGKILL
#
# Any credentials will do, and any region.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$scripts/common.sh"
# shellcheck source-path=SCRIPTDIR source=sqs-install.sh
. "$scripts/sqs-install.sh"

[[ -d $fauxqs ]] || fail "fauxqs is not installed, see install.sh"

# Tells this server's process from any other's.
marker=MESSAGING_SQS_DIR=$dir

processes() {
    { grep -lzsxF -- "$marker" /proc/[0-9]*/environ || true; } | cut -d / -f 3
}

answers() {
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

start() {
    if [[ -n $(processes) ]] && answers; then return; fi
    kill_all

    # Its own command listens on all addresses and logs every request.
    env "$marker" setsid "$(sqs_node)" --input-type=module --eval "
        import { buildApp } from '$fauxqs/dist/app.js';
        await buildApp({ logger: false }).listen({ port: $port, host: '127.0.0.1' });
    " </dev/null >>log 2>&1 &
    local started=$!
    echo "$started" >pid

    local end=$((SECONDS + 60))
    until answers; do
        ! ended "$started" || fail "the server ended"
        ((SECONDS < end)) || { kill_all; fail "the server was not up after 60 s"; }
        sleep 0.1
    done
}

stop() {
    local pid
    for pid in $(processes); do
        kill -TERM "$pid" 2>/dev/null || true
    done
    kill_all
}

case $command in
    start) start ;;
    stop) stop ;;
    kill) kill_all ;;
esac
