"""The Celery application that is measured. PEER_BROKER and PEER_RESULTS (optional) are Celery's URLs."""
import os
import time
from pathlib import Path

from celery import Celery

results = os.environ.get("PEER_RESULTS") or None
app = Celery("peer", broker=os.environ["PEER_BROKER"], backend=results)
app.conf.task_default_queue = os.environ["PEER_QUEUE"]
app.conf.task_ignore_result = results is None
# Tasks survive a worker's death, as ours do.
app.conf.task_acks_late = True
app.conf.worker_prefetch_multiplier = 64


@app.task
def no_op(number):
    return number


@app.task
def note_time(path):
    """Writes down when it ran, under another name first so that no half a file is ever read."""
    draft = Path(path + ".draft")
    draft.write_text(repr(time.monotonic()))
    draft.rename(path)
