#!/usr/bin/env bash
# A private RabbitMQ on 127.0.0.1, without plugins, that keeps everything in the folder DIR.
#
#   rabbitmq.sh start DIR PORT   starts it, on the data that DIR holds if any; returns once it is fully booted
#   rabbitmq.sh stop DIR         shuts it down
#   rabbitmq.sh kill DIR         ends all its processes with SIGKILL; not within about a second of a new quorum queue
#
# User guest, password guest.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$scripts/common.sh"

# The wrapper in /usr/sbin insists on the Debian package's own user and environment, this one does not.
server=/usr/lib/rabbitmq/bin/rabbitmq-server
[[ -x $server ]] || fail "RabbitMQ is not installed, see install.sh"

# Whatever the server starts inherits this variable, which tells its processes from those of any other server.
marker=MESSAGING_RABBITMQ_DIR=$dir

processes() {
    { grep -lzsxF -- "$marker" /proc/[0-9]*/environ || true; } | cut -d / -f 3
}

answers() {
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

give_up() {
    kill_all
    fail "$1"
}

start() {
    if [[ -n $(processes) ]] && answers; then return; fi
    kill_all

    # The name belongs to the data, which a node of another name does not find. The two ports may change.
    [[ -s node ]] || echo "messaging-$port@localhost" >node
    local ports
    mapfile -t ports < <("$scripts/free-port.sh" 2)
    ((${#ports[@]} == 2)) || fail "no free ports"

    mkdir -p home mnesia
    echo '[].' >enabled_plugins
    cat >rabbitmq.conf <<'CONF'
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
CONF
    # The log goes on from the last start's.
    touch log
    local size
    size=$(stat -c %s log)

    # In a session of its own, which the Ctrl-C of the caller's terminal does not reach. With an epmd (Erlang's register
    # of nodes) of its own, it has nothing in common with a RabbitMQ that the system runs.
    env "$marker" \
        HOME="$dir/home" \
        ERL_EPMD_ADDRESS=127.0.0.1 \
        ERL_EPMD_PORT="${ports[0]}" \
        RABBITMQ_DIST_PORT="${ports[1]}" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        RABBITMQ_NODENAME="$(<node)" \
        RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
        RABBITMQ_NODE_PORT="$port" \
        RABBITMQ_CONF_ENV_FILE="$dir/no-environment" \
        RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$dir/no-advanced.config" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" \
        RABBITMQ_MNESIA_BASE="$dir/mnesia" \
        RABBITMQ_LOG_BASE="$dir" \
        RABBITMQ_LOGS=- \
        RABBITMQ_PID_FILE="$dir/pid" \
        setsid "$server" </dev/null >>log 2>&1 &
    local started=$!

    # The log and the port, instead of rabbitmqctl, which takes seconds to start an Erlang VM.
    local end=$((SECONDS + 90))
    until tail -c "+$((size + 1))" log | grep -a 'Server startup complete' >/dev/null && answers; do
        ! ended "$started" || give_up "the server ended"
        ((SECONDS < end)) || give_up "the server was not up after 90 s"
        sleep 0.1
    done
}

stop() {
    local pid='' end=$((SECONDS + 60))
    [[ ! -s pid ]] || pid=$(<pid)
    # A server that was killed leaves its number behind, which may be anyone's by now.
    if [[ -n $pid ]] && processes | grep -x -- "$pid" >/dev/null; then
        # The same as `rabbitmqctl stop`.
        kill -TERM "$pid"
        until ended "$pid"; do
            ((SECONDS < end)) || fail "the server did not stop"
            sleep 0.05
        done
    fi
    # Its epmd goes on without it.
    kill_all
}

# RabbitMQ 3.10 is up to a second late in writing down that a quorum queue exists (github.com/rabbitmq/ra, pull request
# 443). Killed before, it confirms messages and has neither them nor the queue at the next start. The programs that we
# test cannot help that, so a kill waits until no queue is that young.
await_new_queues() {
    local try
    for ((try = 0; try < 30; try++)); do
        [[ -n $(find mnesia/*/quorum/ -mindepth 2 -newermt '1.2 seconds ago' -type d -print -quit 2>/dev/null) ]] ||
            return 0
        sleep 0.1
    done
}

case $command in
    start) start ;;
    stop) stop ;;
    kill)
        await_new_queues
        kill_all
        ;;
esac
