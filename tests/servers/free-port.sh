#!/usr/bin/env bash
# Usage: free-port.sh [N]     Prints N (default 1) TCP ports that are free on 127.0.0.1, one per line.
#
# The ports lie below the range from which the kernel takes the local port of an outgoing connection. Were they in it,
# a client that keeps trying to reach a stopped server could be given the server's own port, and hold it.
#
# No port is printed twice to those who share the folder $MESSAGING_TEST_PORTS, where each leaves its mark: a server that
# is about to listen, or is stopped for a while, keeps its port.
set -euo pipefail

count=${1:-1}
low=15000
high=$(cut -f 1 /proc/sys/net/ipv4/ip_local_port_range 2>/dev/null || echo 32768)
((high > low + 1000)) || { low=10000 high=32768; }

if python3 -c '' 2>/dev/null; then
    exec python3 - "$count" "$low" "$high" <<'PYTHON'
import os, random, socket, sys

count, low, high = map(int, sys.argv[1:])
taken = os.environ.get("MESSAGING_TEST_PORTS")
ports = []
for port in random.sample(range(low, high), high - low):
    if len(ports) == count:
        break
    with socket.socket() as server:
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            continue
    if taken:
        try:
            os.mkdir(os.path.join(taken, str(port)))
        except FileExistsError:
            continue
    ports.append(port)
if len(ports) < count:
    sys.exit(f"free-port.sh: fewer than {count} ports are free")
print(*ports, sep="\n")
PYTHON
fi

declare -A found=()
for ((try = 0; try < 10000 && ${#found[@]} < count; try++)); do
    port=$((low + SRANDOM % (high - low)))
    # A port that nobody answers on is taken for free.
    (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null && continue
    [[ -z ${MESSAGING_TEST_PORTS:-} ]] || mkdir "$MESSAGING_TEST_PORTS/$port" 2>/dev/null || continue
    found[$port]=1
done
((${#found[@]} == count)) || { echo "free-port.sh: fewer than $count ports are free" >&2; exit 1; }
printf '%s\n' "${!found[@]}"
