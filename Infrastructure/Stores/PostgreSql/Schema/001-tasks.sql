-- One row per task: the saga. A single run is in the columns; attempts is null then. Ids are version 7 UUIDs, which begin
-- with their time: rows are inserted at the right edge of the primary key, and a range of ids is a range of time. Trackers
-- make partitions for the hours to come and drop those that have expired.
CREATE TABLE {prefix}messaging_tasks (
    id                  uuid        PRIMARY KEY,
    version             integer     NOT NULL,
    state               text        NOT NULL,
    name                text,
    queue               text,
    worker              text,
    attempt             integer     NOT NULL DEFAULT 0,
    submitted_at        timestamptz,
    eta                 timestamptz,
    expires             timestamptz,
    received_at         timestamptz,
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
    revoke_mode         text,
    revoke_reason       text,
    attempts            jsonb,
    waiters             jsonb,
    lost_with           text
)
PARTITION BY RANGE (id);

-- Ids with a time before 2024 or after 2109 are no version 7 UUIDs of ours: MassTransit's own ids, or random ones. They
-- have partitions of their own, so that the default partition stays small: it is looked through, and nobody writes to it
-- meanwhile, whenever a partition is made.
CREATE TABLE {prefix}messaging_tasks_below PARTITION OF {prefix}messaging_tasks
    FOR VALUES FROM (MINVALUE) TO ('01900000-0000-0000-0000-000000000000') WITH (fillfactor = 70);
CREATE TABLE {prefix}messaging_tasks_above PARTITION OF {prefix}messaging_tasks
    FOR VALUES FROM ('04000000-0000-0000-0000-000000000000') TO (MAXVALUE) WITH (fillfactor = 70);

-- Times that have no partition. A task is written two or three times in a row; room on the page lets later writes be in
-- place.
CREATE TABLE {prefix}messaging_tasks_rest PARTITION OF {prefix}messaging_tasks DEFAULT WITH (fillfactor = 70);

-- These three are never dropped: what has expired is found by its end and deleted. The price is that their rows are not
-- rewritten in place.
CREATE INDEX ON {prefix}messaging_tasks_below ((state = 'Failed'), finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX ON {prefix}messaging_tasks_above ((state = 'Failed'), finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX ON {prefix}messaging_tasks_rest ((state = 'Failed'), finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX ON {prefix}messaging_tasks_below (id) WHERE state = 'Initial';
CREATE INDEX ON {prefix}messaging_tasks_above (id) WHERE state = 'Initial';
CREATE INDEX ON {prefix}messaging_tasks_rest (id) WHERE state = 'Initial';

-- Every index costs writes; docs/queries.md says what each is for and what it costs. What an index or its condition
-- names should not change while a task succeeds: a row that changes none of it is rewritten in place, at no index's cost.

-- The tasks of one tree, for counting how far a job has come, and for listing them.
CREATE INDEX {prefix}messaging_tasks_root ON {prefix}messaging_tasks (root_id, id) WHERE root_id IS NOT NULL;

-- What one task has sent.
CREATE INDEX {prefix}messaging_tasks_parent ON {prefix}messaging_tasks (parent_id, id) WHERE parent_id IS NOT NULL;

-- What went wrong, or has gone wrong so far.
CREATE INDEX {prefix}messaging_tasks_error ON {prefix}messaging_tasks (id) WHERE error IS NOT NULL;

-- What has not ended: the backlog. The one index that every task enters and leaves, and so keeps the last write of a task
-- from being in place.
CREATE INDEX {prefix}messaging_tasks_open ON {prefix}messaging_tasks (id) WHERE finished_at IS NULL;

-- The revocations that a starting worker asks for.
CREATE INDEX {prefix}messaging_tasks_revoked ON {prefix}messaging_tasks (revoke_requested_at, id)
    WHERE revoke_requested_at IS NOT NULL;

-- What fails with a worker that is lost, since it does not run twice. Null, and so of no cost, for all other tasks.
CREATE INDEX {prefix}messaging_tasks_lost ON {prefix}messaging_tasks (lost_with, id) WHERE lost_with IS NOT NULL;
