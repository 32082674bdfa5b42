-- The workers as they were heard of last. Few rows, each written every second or two in place.
CREATE TABLE {prefix}messaging_workers (
    name             text COLLATE "C" PRIMARY KEY,
    instance         uuid             NOT NULL,
    sequence         bigint           NOT NULL,
    state            text             NOT NULL,
    interval_seconds double precision NOT NULL,
    started_at       timestamptz      NOT NULL,
    state_since      timestamptz      NOT NULL,
    seen_at          timestamptz      NOT NULL,
    heartbeat        json             NOT NULL
)
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

-- When anything at all was heard of last, and since when without a gap: one row.
CREATE TABLE {prefix}messaging_worker_watch (
    id          integer PRIMARY KEY CHECK (id = 1),
    heard_at    timestamptz NOT NULL,
    heard_since timestamptz NOT NULL
)
WITH (fillfactor = 50);

-- Losses that have not been dealt with. Dealing with one holds its row.
CREATE TABLE {prefix}messaging_worker_losses (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    worker     text        NOT NULL,
    instance   uuid        NOT NULL,
    seen_at    timestamptz NOT NULL,
    due_at     timestamptz NOT NULL
);

-- Commands for workers that start later. '*' stands for all workers.
CREATE TABLE {prefix}messaging_worker_settings (
    worker   text COLLATE "C" NOT NULL,
    slot     text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    command  json   NOT NULL,
    PRIMARY KEY (worker, slot)
);

-- Which changes of settings were made lately, since one may be told again.
CREATE TABLE {prefix}messaging_worker_setting_changes (
    id       uuid   PRIMARY KEY,
    revision bigint NOT NULL
);
