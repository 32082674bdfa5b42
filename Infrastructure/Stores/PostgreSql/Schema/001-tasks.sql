-- One row per task: the saga. The id is a version 7 UUID, so rows are inserted at the right edge of the primary key.
CREATE TABLE {prefix}messaging_tasks (
    id                  uuid        PRIMARY KEY,
    version             integer     NOT NULL,
    state               text        NOT NULL,
    name                text,
    queue               text,
    worker              text,
    attempt             integer     NOT NULL,
    submitted_at        timestamptz,
    eta                 timestamptz,
    expires             timestamptz,
    started_at          timestamptz,
    finished_at         timestamptz,
    root_id             uuid,
    parent_id           uuid,
    arguments           text,
    result              text,
    error               jsonb,
    progress            jsonb,
    progress_at         timestamptz,
    custom_state        text,
    custom_state_meta   text,
    custom_state_at     timestamptz,
    revoke_requested_at timestamptz,
    revoke_mode         text        NOT NULL,
    revoke_reason       text,
    attempts            jsonb       NOT NULL,
    waiters             jsonb
)
-- A task is written three or four times in a row. Room on the page lets the later writes be in place.
WITH (fillfactor = 70);

-- The tasks of one tree, for counting how far a job has come.
CREATE INDEX {prefix}messaging_tasks_root ON {prefix}messaging_tasks (root_id) WHERE root_id IS NOT NULL;

-- The revocations that a starting worker asks for.
CREATE INDEX {prefix}messaging_tasks_revoked ON {prefix}messaging_tasks (revoke_requested_at)
    WHERE revoke_requested_at IS NOT NULL AND finished_at IS NULL;
