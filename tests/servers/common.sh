# shellcheck shell=bash
# What postgres.sh, rabbitmq.sh and redis.sh share. They source it with their arguments and define `processes`, which prints the
# ids of the server's processes.

self=$(basename "$0")
command=${1:-} dir=${2:-} port=${3:-}

if [[ ! $command =~ ^(start|stop|kill)$ || -z $dir ]] || [[ $command == start && ! $port =~ ^[0-9]+$ ]]; then
    # The comment at the head of the script.
    sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi

# There is nothing to stop where nothing was ever started.
[[ $command == start || -d $dir ]] || exit 0

mkdir -p "$dir"
# Into the folder, as the server may run as a user who has no access to the caller's.
cd "$dir" || exit 1
dir=$(pwd -P)
log=$dir/log

fail() {
    echo "$self: $1" >&2
    if [[ -s $log ]]; then
        echo "The end of $log:" >&2
        tail -n 30 "$log" >&2
    fi
    exit 1
}

# Whether a process has ended. It has, too, if only its parent has yet to take note; but not while one of its threads still
# dies, such as one that writes to disk: until then it holds its port.
ended() {
    local stat threads
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    threads=("/proc/$1/task/"*)
    [[ ${stat##*) } == [ZX]* ]] && ((${#threads[@]} <= 1))
}

kill_all() {
    local pids pid
    # Again and again, as a process may have started another one meanwhile.
    while mapfile -t pids < <(processes) && ((${#pids[@]} > 0)); do
        kill -KILL "${pids[@]}" 2>/dev/null || true
        # A dying process may hold its port for a while.
        for pid in "${pids[@]}"; do
            until ended "$pid"; do sleep 0.01; done
        done
    done
}
