#!/usr/bin/env bash
# Runs the sample, which needs nothing but the .NET 10 SDK. All arguments are the sample's.
#
#   ./run.sh [FOLDER] [--json]
#
# Standard output is the sample's alone.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=build/require-sdk.sh
. "$root/build/require-sdk.sh"

sample=$root/samples/WordCount
program=$sample/bin/Release/net10.0/WordCount.dll
[[ -e $program ]] || echo "Building the sample…" >&2

output=$(mktemp)
trap 'rm -f "$output"' EXIT
# From the root, where dotnet finds global.json; the sample itself runs in the caller's folder.
if ! (cd "$root" && dotnet build "$sample/WordCount.csproj" -c Release -v quiet --nologo) >"$output" 2>&1; then
    cat "$output" >&2
    exit 1
fi
rm -f "$output"

# In place of this script, so that signals reach it.
exec dotnet "$program" "$@"
