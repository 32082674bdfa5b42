#!/usr/bin/env bash
# Builds everything and runs all tests, against a PostgreSQL, a RabbitMQ, a Redis and an emulator of SQS of their own.
#
#   ./test.sh [FILTER]   FILTER as in `dotnet test --filter`, for example FullyQualifiedName~Outbox
#
# Needs the .NET 10 SDK; installs the servers if they are missing. Succeeds if the build gives no warning, and at
# least one test passes, none fails and none is skipped: only a test that lacks its server is. The last line of output
# is "N passed, N failed, N skipped".
set -euo pipefail

only=${1:-}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
servers=$root/tests/servers
# shellcheck source-path=SCRIPTDIR source=build/require-sdk.sh
. "$root/build/require-sdk.sh"
# Also for global.json, which dotnet looks for from here.
cd "$root"

passed=0 failed=0 skipped=0

summary() {
    echo "$passed passed, $failed failed, $skipped skipped"
}

# What keeps the tests from running counts as a failed one.
give_up() {
    echo "test.sh: $1" >&2
    failed=$((failed + 1))
    summary
    exit 1
}

"$servers/install.sh" || give_up "the servers that the tests need are missing"

group='' starting=()
tmp=$(mktemp -d)
# The user that PostgreSQL runs as has to get through to its folder.
chmod 711 "$tmp"

clean_up() {
    trap '' INT TERM HUP
    if [[ -n $group ]]; then
        kill -TERM -- "-$group" 2>/dev/null || true
        for ((try = 0; try < 50; try++)); do
            kill -0 -- "-$group" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL -- "-$group" 2>/dev/null || true
    fi
    wait "${starting[@]}" 2>/dev/null || true
    # Nobody needs their data any more.
    "$servers/postgres.sh" kill "$tmp/postgres" || true
    "$servers/rabbitmq.sh" kill "$tmp/rabbitmq" || true
    "$servers/redis.sh" kill "$tmp/redis" || true
    "$servers/sqs.sh" kill "$tmp/sqs" || true
    # And those of tests that were ended before they could do so; each folder has its script's name.
    local folder name
    for folder in "$tmp"/private/*/; do
        [[ -d $folder ]] || continue
        name=$(basename "$folder")
        "$servers/${name%%-*}.sh" kill "$folder" || true
    done
    rm -rf "$tmp"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a command in a process group of its own. Unlike for a command in the foreground, bash does not put off a signal
# until it is over, and clean_up can end it whole.
run() {
    local status=0
    set -m
    "$@" </dev/null &
    group=$!
    set +m
    wait "$group" || status=$?
    group=''
    return "$status"
}

# Nothing is to stay behind, and the output is to be the same on a terminal as elsewhere.
export MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off DOTNET_NOLOGO=1

# Several parts run at a time, each with servers of its own that are stopped and started again.
mkdir "$tmp/ports"
export MESSAGING_TEST_PORTS=$tmp/ports
mapfile -t ports < <("$servers/free-port.sh" 4)
((${#ports[@]} == 4)) || give_up "no free ports"
"$servers/postgres.sh" start "$tmp/postgres" "${ports[0]}" >"$tmp/postgres.out" 2>&1 &
starting+=($!)
"$servers/rabbitmq.sh" start "$tmp/rabbitmq" "${ports[1]}" >"$tmp/rabbitmq.out" 2>&1 &
starting+=($!)
"$servers/redis.sh" start "$tmp/redis" "${ports[2]}" >"$tmp/redis.out" 2>&1 &
starting+=($!)
"$servers/sqs.sh" start "$tmp/sqs" "${ports[3]}" >"$tmp/sqs.out" 2>&1 &
starting+=($!)

echo "Building"
if ! run dotnet build Messaging.sln -c Release -warnaserror --nologo -v minimal >"$tmp/build.out" 2>&1; then
    cat "$tmp/build.out"
    give_up "the build failed"
fi
wait "${starting[0]}" || { cat "$tmp/postgres.out" >&2; give_up "PostgreSQL did not start"; }
wait "${starting[1]}" || { cat "$tmp/rabbitmq.out" >&2; give_up "RabbitMQ did not start"; }
wait "${starting[2]}" || { cat "$tmp/redis.out" >&2; give_up "Redis did not start"; }
wait "${starting[3]}" || { cat "$tmp/sqs.out" >&2; give_up "the emulator of SQS did not start"; }

export MESSAGING_TEST_POSTGRES=postgres://app:app@127.0.0.1:${ports[0]}/messaging
export MESSAGING_TEST_AMQP=amqp://guest:guest@127.0.0.1:${ports[1]}
export MESSAGING_TEST_REDIS=redis://127.0.0.1:${ports[2]}
export MESSAGING_TEST_SQS=http://127.0.0.1:${ports[3]}
export MESSAGING_TEST_SERVERS=$servers
export MESSAGING_TEST_ROOT=$root
mkdir -m 711 "$tmp/private"
export MESSAGING_TEST_FOLDER=$tmp/private

# Adds up what a test project's .trx file says, given the exit status of `dotnet test`.
count() {
    local trx=$1 status=$2 counters='' total ok bad
    [[ ! -e $trx ]] || counters=$(grep -o -m 1 '<Counters [^>]*>' "$trx" || true)
    total=$(sed -n 's/.* total="\([0-9]*\)".*/\1/p' <<<"$counters")
    ok=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counters")
    bad=$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counters")

    passed=$((passed + ok))
    failed=$((failed + bad))
    # The attribute for skipped ones is 0 whatever happened.
    skipped=$((skipped + total - ok - bad))
    # A crash is not in the file, if there is one. No tests at all is a failure too, unless the filter is why.
    if ((status != 0 && bad == 0)) || { ((total == 0)) && [[ -z $only ]]; }; then failed=$((failed + 1)); fi
}

# Runs a part of a test project; says what it said when it is over, in one piece. What it returns is for `count`.
#   test_part NAME PROJECT FILTER
test_part() {
    local name=$1 project=$2 status=0
    local filter=()
    [[ -z $3 ]] || filter=(--filter "$3")
    dotnet test "$project" --no-build -c Release --nologo "${filter[@]}" \
        --results-directory "$tmp/results" --logger "trx;LogFileName=$name.trx" \
        --blame-hang-timeout 5m --blame-hang-dump-type none >"$tmp/$name.out" 2>&1 || status=$?
    echo "$status" >"$tmp/$name.status"
    flock "$tmp/lock" cat "$tmp/$name.out"
}
export -f test_part
export tmp

names=()
# Adds a part to those that are run. With a filter of the user's, both hold.
add() {
    local both=${3:-$only}
    [[ -z ${3:-} || -z $only ]] || both="($only)&($3)"
    names+=("$1")
    printf '%s\0' "$1" "$2" "$both" >>"$tmp/parts"
}

# Many of the tests wait more than they compute, so three parts run at a time; those that take longest come first.
end_to_end=tests/Messaging.EndToEnd.Tests/Messaging.EndToEnd.Tests.csproj
add EndToEnd.1 "$end_to_end" 'FullyQualifiedName~Tests.Failures|FullyQualifiedName~Tests.Schedules'
add EndToEnd.2 "$end_to_end" 'FullyQualifiedName!~Tests.Failures&FullyQualifiedName!~Tests.Schedules'
store=tests/Messaging.Stores.PostgreSql.Tests/Messaging.Stores.PostgreSql.Tests.csproj
add Messaging.Stores.PostgreSql.Tests "$store"
for project in tests/*.Tests/*.csproj; do
    [[ $project == "$end_to_end" || $project == "$store" ]] || add "$(basename "$project" .csproj)" "$project"
done
echo "Testing in ${#names[@]} parts"
# shellcheck disable=SC2016 # The inner bash expands it.
run xargs -0 -n 3 -P 3 -a "$tmp/parts" bash -c 'test_part "$@" </dev/null' test_part || true

# Once more at the end, where they are found: each failed test with its message and where it failed.
for name in "${names[@]}"; do
    awk '/^  Failed /{lines = 30} /^ *Standard (Output|Error) Messages:/{lines = 0} lines-- > 0' "$tmp/$name.out" || true
done

for name in "${names[@]}"; do
    count "$tmp/results/$name.trx" "$(cat "$tmp/$name.status" 2>/dev/null || echo 1)"
done
summary
((passed > 0 && failed == 0 && skipped == 0))
