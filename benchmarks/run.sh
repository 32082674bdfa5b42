#!/usr/bin/env bash
# Measures a scenario on servers of its own, which end with it.
#
#   benchmarks/run.sh SCENARIO [--broker amqp|redis|postgres|sqs|memory] [--store postgres|memory] [--tasks N] [--rounds N] …
#
# benchmarks/run.sh --help names the scenarios and all options. Standard output is one JSON object, the result; progress
# goes to standard error. Needs the .NET 10 SDK, and what tests/servers/install.sh installs.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../build/require-sdk.sh
. "$root/build/require-sdk.sh"

project=$root/benchmarks/Messaging.Benchmarks
program=$project/bin/Release/net10.0/Messaging.Benchmarks.dll
[[ -e $program ]] || echo "Building the benchmarks…" >&2

output=$(mktemp)
trap 'rm -f "$output"' EXIT
# From the root, where dotnet finds global.json.
if ! (cd "$root" && dotnet build "$project/Messaging.Benchmarks.csproj" -c Release -v quiet --nologo) \
    >"$output" 2>&1; then
    cat "$output" >&2
    exit 1
fi
rm -f "$output"

# In place of this script, so that signals reach it.
exec dotnet "$program" "$@"
