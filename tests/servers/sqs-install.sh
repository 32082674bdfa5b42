# shellcheck shell=bash
# Where the emulator of SQS is, and how it gets there. Sourced by sqs.sh and install.sh.

# The last version that is content with Node 20.
fauxqs_version=1.9.2
node_version=22.23.3

sqs_cache=${XDG_CACHE_HOME:-$HOME/.cache}/messaging-test-servers/fauxqs-$fauxqs_version
# shellcheck disable=SC2034 # sqs.sh uses it.
fauxqs=$sqs_cache/node_modules/fauxqs

system_node_will_do() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    ((${version%%.*} >= 20))
}

# The node to run it with: the system's, or one that was installed beside it.
sqs_node() {
    if system_node_will_do; then command -v node; else echo "$sqs_cache/node_modules/node/bin/node"; fi
}

# Installs it where nothing of a checkout is touched. Under another name until it is whole.
install_sqs() {
    local packages=("fauxqs@$fauxqs_version") new=$sqs_cache.$$
    system_node_will_do || packages+=("node@$node_version")
    mkdir -p "$new"
    (cd "$new" && npm install --prefix "$new" --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
        "${packages[@]}" </dev/null >&2) || { rm -rf "$new"; return 1; }
    rm -rf "$sqs_cache"
    mv "$new" "$sqs_cache"
}
