-- Messages that could not be dealt with, one for each task, whole: they can be sent again. Those that wait for their
-- replay have a replay_id, and are held by a row lock while they are sent. Bodies are compressed by the database.
CREATE TABLE {prefix}messaging_dead_letters (
    id            uuid        PRIMARY KEY,
    task_id       uuid,
    name          text,
    queue         text        NOT NULL,
    reason        text        NOT NULL,
    error_type    text        NOT NULL,
    error_message text        NOT NULL,
    stack_trace   text,
    dead_at       timestamptz NOT NULL,
    kept_at       timestamptz NOT NULL,
    attempt       integer     NOT NULL,
    replays       integer     NOT NULL,
    headers       json        NOT NULL,
    content_type  text,
    body          bytea       NOT NULL,
    replay_id     uuid,
    replay_queue  text,
    try_at        timestamptz,
    failures      integer     NOT NULL DEFAULT 0
);

-- Lists, the newest first.
CREATE INDEX {prefix}messaging_dead_letters_dead ON {prefix}messaging_dead_letters (dead_at, id);

-- What has expired.
CREATE INDEX {prefix}messaging_dead_letters_kept ON {prefix}messaging_dead_letters (kept_at) WHERE replay_id IS NULL;

-- What is to be sent again, and how much of a replay is left.
CREATE INDEX {prefix}messaging_dead_letters_try ON {prefix}messaging_dead_letters (try_at, id)
    WHERE replay_id IS NOT NULL;
CREATE INDEX {prefix}messaging_dead_letters_replay ON {prefix}messaging_dead_letters (replay_id)
    WHERE replay_id IS NOT NULL;

-- A replay that was asked for, so that asking twice is one replay, and what it was to be.
CREATE TABLE {prefix}messaging_replays (
    id           uuid        PRIMARY KEY,
    requested_at timestamptz NOT NULL,
    total        bigint      NOT NULL
);

-- The queues that have had dead letters: trackers read those of each at the broker.
CREATE TABLE {prefix}messaging_dead_letter_queues (
    queue text COLLATE "C" PRIMARY KEY
);

-- The last replay of a task.
ALTER TABLE {prefix}messaging_tasks
    ADD COLUMN replay_attempt integer NOT NULL DEFAULT 0,
    ADD COLUMN replayed_at    timestamptz,
    ADD COLUMN replay_queue   text;
