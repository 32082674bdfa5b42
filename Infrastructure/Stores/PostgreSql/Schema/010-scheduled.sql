-- Messages that wait for their time, each with the complete envelope. A message is held by a row lock while it is sent,
-- and its row goes when the broker has confirmed it. The row of a retry (attempt 2 and above) or of a task that was put off
-- (deferral 1 and above) stays for an hour, without its body: a message that is delivered again asks for the same again.
-- So does that of a message (attempt 0) that was cancelled, with the time of that in sent_at: what was asked for earlier, and
-- comes later, is not kept.
CREATE TABLE {prefix}messaging_scheduled (
    token       uuid        NOT NULL,
    attempt     integer     NOT NULL,
    deferral    integer     NOT NULL DEFAULT 0,
    due         timestamptz NOT NULL,
    try_at      timestamptz NOT NULL,
    failures    integer     NOT NULL DEFAULT 0,
    destination text        NOT NULL,
    queue       text        NOT NULL,
    name        text,
    body        bytea       NOT NULL,
    sent_at     timestamptz,
    asked_at    timestamptz,
    PRIMARY KEY (token, attempt, deferral)
)
-- Rows come and go. Dead ones at the beginning of the index below are what a search for the next due meets first.
WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- What is due next, and lists of it.
CREATE INDEX {prefix}messaging_scheduled_due ON {prefix}messaging_scheduled (try_at, token, attempt)
    WHERE sent_at IS NULL;

-- Retries that were sent, to be forgotten.
CREATE INDEX {prefix}messaging_scheduled_sent ON {prefix}messaging_scheduled (sent_at) WHERE sent_at IS NOT NULL;
