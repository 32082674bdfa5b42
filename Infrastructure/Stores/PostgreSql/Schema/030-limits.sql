-- Limits that hold over all workers: when the next permit of a rate may be used, and the leases of a concurrency limit.
-- A limit is held by a row lock while it is changed. Times are by the clock of this server.
CREATE TABLE {prefix}messaging_limits (
    name       text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    next_at    timestamptz      NOT NULL,
    granted    bigint           NOT NULL,
    tolerance  interval         NOT NULL,
    relaxes_at timestamptz      NOT NULL,
    heard_at   timestamptz      NOT NULL,
    leases     jsonb,
    PRIMARY KEY (name, key)
)
-- Few rows, each written many times a second, in place.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);
