-- Schedules of periodic tasks. A schedule is held by a row lock while its runs are sent, and moved on in the same
-- transaction. Definitions are json, not jsonb: their text is compared, and the kind of a trigger stands first in it.
CREATE TABLE {prefix}messaging_schedules (
    name          text COLLATE "C" PRIMARY KEY,
    task_name     text        NOT NULL,
    definition    json        NOT NULL,
    declared      json,
    paused        boolean     NOT NULL,
    created_at    timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    next_due      timestamptz,
    next_at       timestamptz,
    last_due      timestamptz,
    runs          json        NOT NULL,
    run_count     bigint      NOT NULL,
    skipped_count bigint      NOT NULL,
    missed_count  bigint      NOT NULL
)
-- Schedules are few and written often, each time with another next_at.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

-- What runners search for.
CREATE INDEX {prefix}messaging_schedules_next ON {prefix}messaging_schedules (next_at) WHERE next_at IS NOT NULL;
