-- What is not there yet when the first process comes. {schema} is the schema's name.

CREATE TABLE {schema}.queue (
    id               integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name             text        NOT NULL UNIQUE,
    delete_when_idle interval,
    touched_at       timestamptz NOT NULL DEFAULT clock_timestamp()
)
-- Temporary queues are touched again and again: in place, as long as a page has room.
WITH (fillfactor = 50);

-- Queues that are gone. A message that was on its way to one of them meanwhile goes a little later.
CREATE TABLE {schema}.removed_queue (
    id         integer     PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE {schema}.topic (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text    NOT NULL UNIQUE
);

-- What is published to a topic reaches a queue, or another topic.
CREATE TABLE {schema}.subscription (
    topic       integer NOT NULL REFERENCES {schema}.topic,
    queue       integer REFERENCES {schema}.queue ON DELETE CASCADE,
    inner_topic integer REFERENCES {schema}.topic,
    CHECK (num_nonnulls(queue, inner_topic) = 1)
);

CREATE UNIQUE INDEX ON {schema}.subscription (topic, queue) WHERE queue IS NOT NULL;
CREATE UNIQUE INDEX ON {schema}.subscription (topic, inner_topic) WHERE inner_topic IS NOT NULL;
CREATE INDEX ON {schema}.subscription (queue);

-- A message in a queue. It waits (due and lock are null), is held (both are set; due is when the lock runs out) or is for
-- later (due alone). A lock or a delay that has run out stays in its row until somebody looks, who sets both to null.
-- Its rank is 9 less its priority, so that an index in ascending order has the highest priority first.
-- No foreign key: its check would write to the row of the queue with every message.
CREATE TABLE {schema}.message (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sent_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    due        timestamptz,
    lock       bigint,
    message_id uuid        NOT NULL,
    queue      integer     NOT NULL,
    deliveries integer     NOT NULL DEFAULT 0,
    rank       smallint    NOT NULL,
    properties bytea       NOT NULL,
    body       bytea       NOT NULL
)
-- Two dead rows a message: what nobody needs is to be vacuumed often, at full speed, and without the lock that giving
-- back the end of the file takes.
WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_threshold = 500000, vacuum_truncate = false,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0, toast.vacuum_truncate = false
);

-- Compressing and decompressing a long body takes longer than writing it.
ALTER TABLE {schema}.message ALTER COLUMN body SET STORAGE EXTERNAL;

-- The order in which messages are handed out. Those that are held are not in it, so that nobody steps over them.
CREATE INDEX message_ready ON {schema}.message (queue, rank, id) WHERE due IS NULL;

-- Locks that run out, and messages that come due.
CREATE INDEX message_due ON {schema}.message (queue, due) WHERE due IS NOT NULL;

-- The queues that are reached by each of some topics, once each. In PL/pgSQL, which keeps its plan.
CREATE FUNCTION {schema}.reached(topics text[]) RETURNS TABLE (place bigint, queue integer)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE way (place, topic) AS (
        SELECT wanted.place, topic.id
        FROM unnest(topics) WITH ORDINALITY AS wanted (name, place)
        JOIN {schema}.topic ON topic.name = wanted.name
        UNION
        SELECT way.place, subscription.inner_topic
        FROM way JOIN {schema}.subscription ON subscription.topic = way.topic
        WHERE subscription.inner_topic IS NOT NULL
    )
    SELECT DISTINCT way.place, subscription.queue
    FROM way JOIN {schema}.subscription ON subscription.topic = way.topic
    WHERE subscription.queue IS NOT NULL;
END
$$;

-- Wakes those who wait for messages of a queue. To be called after the messages are committed: whoever waits holds a
-- shared lock named after the queue, and has looked for messages after taking it. So either he has seen them, or his lock
-- is seen here. A notification takes a lock over the whole server until its transaction is committed, so there is none
-- while nobody waits, and none waits for the disk.
CREATE FUNCTION {schema}.wake_queue(woken integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF pg_try_advisory_lock(hashtext('{schema}'), woken) THEN
        PERFORM pg_advisory_unlock(hashtext('{schema}'), woken);
    -- Maybe it was only somebody else who tries. This question is the expensive one.
    ELSIF EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = woken::oid AND mode = 'ShareLock'
    ) THEN
        PERFORM set_config('synchronous_commit', 'off', true);
        PERFORM pg_notify('{schema}', woken::text);
    END IF;
END
$$;

CREATE FUNCTION {schema}.wake(queues text[], topics text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    woken integer;
BEGIN
    FOR woken IN SELECT queue.id FROM {schema}.queue WHERE queue.name = ANY (queues) LOOP
        PERFORM {schema}.wake_queue(woken);
    END LOOP;

    IF cardinality(topics) > 0 THEN
        FOR woken IN SELECT DISTINCT reached.queue FROM {schema}.reached(topics) LOOP
            PERFORM {schema}.wake_queue(woken);
        END LOOP;
    END IF;
END
$$;

-- Removes the queues that nobody has used for as long as they may be idle, with what is in them.
CREATE FUNCTION {schema}.remove_idle_queues() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH idle AS (
        DELETE FROM {schema}.queue WHERE ctid = ANY (ARRAY(
            SELECT queue.ctid FROM {schema}.queue
            WHERE queue.delete_when_idle IS NOT NULL
                AND queue.touched_at + queue.delete_when_idle < clock_timestamp()
            ORDER BY queue.id FOR UPDATE SKIP LOCKED))
        RETURNING queue.id
    )
    INSERT INTO {schema}.removed_queue (id) SELECT idle.id FROM idle;

    IF EXISTS (SELECT FROM {schema}.removed_queue) THEN
        -- Each has an index of its own.
        DELETE FROM {schema}.message USING {schema}.removed_queue
        WHERE message.queue = removed_queue.id AND message.due IS NULL;
        DELETE FROM {schema}.message USING {schema}.removed_queue
        WHERE message.queue = removed_queue.id AND message.due IS NOT NULL;
        DELETE FROM {schema}.removed_queue WHERE removed_queue.removed_at < clock_timestamp() - interval '10 minutes';
    END IF;
END
$$;
