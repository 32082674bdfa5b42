#!/usr/bin/env bash
# Installs the servers that the tests need, as Debian packages, if they are missing; the emulator of SQS from npm. It does
# not matter whether the packages start services of their own: postgres.sh, rabbitmq.sh and redis.sh run instances apart
# from them.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=sqs-install.sh
. "$(dirname "${BASH_SOURCE[0]}")/sqs-install.sh"

missing=()
[[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server)
command -v redis-server >/dev/null || missing+=(redis-server)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
compgen -G '/usr/lib/postgresql/*/bin/psql' >/dev/null || missing+=(postgresql-client)
[[ -d $fauxqs ]] || command -v npm >/dev/null || missing+=(npm)

finish() {
    [[ -d $fauxqs ]] || { echo "Installing the emulator of SQS" >&2; install_sqs; } || {
        echo "install.sh: npm could not install fauxqs $fauxqs_version, which the tests need." >&2
        exit 1
    }
    exit 0
}
((${#missing[@]} > 0)) || finish

fail() {
    echo "install.sh: $1 The tests need these Debian packages, please install them: ${missing[*]}" >&2
    exit 1
}

command -v apt-get >/dev/null || fail "There is no apt-get."
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "This is not root, and there is no sudo."
    as_root=(sudo)
fi

apt() {
    # Another apt-get may be at work, such as a fresh machine's unattended upgrade.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2
}

echo "Installing ${missing[*]}" >&2
apt update || fail "apt-get update failed."
apt install --yes --no-install-recommends "${missing[@]}" || fail "apt-get install failed."
finish
