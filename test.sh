#!/usr/bin/env bash
# Builds everything and runs all tests, against a PostgreSQL and a RabbitMQ of their own.
#
#   ./test.sh [FILTER]   FILTER as in `dotnet test --filter`, for example FullyQualifiedName~Outbox
#
# Needs the .NET 10 SDK; installs the two servers if they are missing. Succeeds if the build gives no warning, and at
# least one test passes, none fails and none is skipped: only a test that lacks its server is. The last line of output
# is "N passed, N failed, N skipped".
set -euo pipefail

filter=()
(($# == 0)) || filter=(--filter "$1")

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

mapfile -t ports < <("$servers/free-port.sh" 2)
((${#ports[@]} == 2)) || give_up "no free ports"
"$servers/postgres.sh" start "$tmp/postgres" "${ports[0]}" >"$tmp/postgres.out" 2>&1 &
starting+=($!)
"$servers/rabbitmq.sh" start "$tmp/rabbitmq" "${ports[1]}" >"$tmp/rabbitmq.out" 2>&1 &
starting+=($!)

echo "Building"
if ! run dotnet build Messaging.sln -c Release -warnaserror --nologo -v minimal >"$tmp/build.out" 2>&1; then
    cat "$tmp/build.out"
    give_up "the build failed"
fi
wait "${starting[0]}" || { cat "$tmp/postgres.out" >&2; give_up "PostgreSQL did not start"; }
wait "${starting[1]}" || { cat "$tmp/rabbitmq.out" >&2; give_up "RabbitMQ did not start"; }

export MESSAGING_TEST_POSTGRES=postgres://app:app@127.0.0.1:${ports[0]}/messaging
export MESSAGING_TEST_AMQP=amqp://guest:guest@127.0.0.1:${ports[1]}
export MESSAGING_TEST_SERVERS=$servers
export MESSAGING_TEST_ROOT=$root

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
    if ((status != 0 && bad == 0)) || ((total == 0 && ${#filter[@]} == 0)); then failed=$((failed + 1)); fi
}

# Runs one test project; says what it said when it is over, in one piece. What it returns is for `count`.
test_project() {
    local project=$1 name status=0
    name=$(basename "$project" .csproj)
    dotnet test "$project" --no-build -c Release --nologo "${@:2}" \
        --results-directory "$tmp/results" --logger "trx;LogFileName=$name.trx" \
        --blame-hang-timeout 5m --blame-hang-dump-type none >"$tmp/$name.out" 2>&1 || status=$?
    echo "$status" >"$tmp/$name.status"
    flock "$tmp/lock" cat "$tmp/$name.out"
}
export -f test_project
export tmp

# Many of the tests wait more than they compute, so two projects run at a time; the one that takes longest comes first.
projects=(tests/*EndToEnd.Tests/*.csproj)
for project in tests/*.Tests/*.csproj; do
    [[ $project == *EndToEnd* ]] || projects+=("$project")
done
echo "Testing ${#projects[@]} projects"
printf '%s\0' "${projects[@]}" >"$tmp/projects"
# shellcheck disable=SC2016 # The inner bash expands it.
run xargs -0 -P 2 -a "$tmp/projects" -I '{}' bash -c 'test_project "$@" </dev/null' test_project '{}' "${filter[@]}" \
    || true

for project in "${projects[@]}"; do
    name=$(basename "$project" .csproj)
    count "$tmp/results/$name.trx" "$(cat "$tmp/$name.status" 2>/dev/null || echo 1)"
done
summary
((passed > 0 && failed == 0 && skipped == 0))
