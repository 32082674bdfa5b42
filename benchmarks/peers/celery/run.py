#!/usr/bin/env python3
"""Measures Celery: sends N no-op tasks one after another on one connection, then starts one worker of the default kind
(prefork, a process for each core), which runs them. Prints one JSON object. The worker's start does not count: its first
and its last task write down the time.

usage: PEER_BROKER=pyamqp://… [PEER_RESULTS=db+postgresql://…] run.py N
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

LONGEST = 600

os.environ.setdefault("PEER_QUEUE", f"celery-{uuid.uuid4().hex[:8]}")
from peer import app, no_op, note_time  # noqa: E402 (reads the environment)


def send(count, first, last):
    began = time.monotonic()
    with app.producer_or_acquire() as producer:
        note_time.apply_async((first,), producer=producer)
        for number in range(count):
            no_op.apply_async((number,), producer=producer)
        note_time.apply_async((last,), producer=producer)
    return count / (time.monotonic() - began)


def run(count, first, last):
    # Its standard output is a banner, its warnings are of being root.
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "peer", "worker", "--loglevel", "error",
               "--without-gossip", "--without-mingle"]
    worker = subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + LONGEST
        while not os.path.exists(last):
            if worker.poll() is not None:
                sys.exit(f"The Celery worker ended with {worker.returncode}.")
            if time.monotonic() > deadline:
                sys.exit(f"The Celery worker has not run {count} tasks within {LONGEST} s.")
            time.sleep(0.05)
    finally:
        worker.terminate()
        worker.wait()
    return count / (float(Path(last).read_text()) - float(Path(first).read_text()))


def main():
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        first, last = os.path.join(folder, "first"), os.path.join(folder, "last")
        sent = send(count, first, last)
        ran = run(count, first, last)
    print(json.dumps({"send_per_s": round(sent), "run_per_s": round(ran)}))


main()
