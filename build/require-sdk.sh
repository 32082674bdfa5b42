# shellcheck shell=bash
# Sourced by what needs the SDK: ends it, saying where to get one, if there is none.
if [[ $'\n'$(dotnet --list-sdks 2>/dev/null) != *$'\n'10.* ]]; then
    echo "This needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    echo "or, where the distribution has it, apt-get install dotnet-sdk-10.0" >&2
    exit 1
fi
