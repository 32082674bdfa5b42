-- Fills the tables of a tracker with tasks that look like a day's work, for measuring queries. To be replaced:
--   {prefix}   what goes before every table name
--   {tasks}    how many tasks, for example 5000000
--   {hours}    over how many hours before this one, each with a partition, for example 22: fewer than a tracker keeps
--              results for, since it would begin to drop them
-- Of the tasks 97% have succeeded and 1% failed; the rest is in all other states, spread over the whole time. There are
-- 20 names in 5 queues and 10 workers. Every fifth hundred of tasks is one tree, whose first task sent the others.
-- A VACUUM ANALYZE should follow, as it would have been done long ago.
SET synchronous_commit = off;

CREATE FUNCTION pg_temp.first_id(hour timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM hour) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION pg_temp.sent_at(task bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT date_trunc('hour', now()) - ({tasks} - task + 1) * (interval '{hours} hours' / {tasks})
$$;

CREATE FUNCTION pg_temp.task_id(task bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM pg_temp.sent_at(task)) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(task::text), 1, 3) || '8' || substr(md5(task::text), 4, 15))::uuid
$$;

DO $$
DECLARE
    hour timestamptz;
BEGIN
    FOR hour IN
        SELECT * FROM generate_series(
            date_trunc('hour', now()) - interval '{hours} hours',
            date_trunc('hour', now()) - interval '1 hour',
            interval '1 hour')
    LOOP
        EXECUTE format(
            'CREATE TABLE {prefix}messaging_tasks_%s PARTITION OF {prefix}messaging_tasks '
            'FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 70)',
            to_char(hour AT TIME ZONE 'UTC', 'YYYYMMDDHH24'),
            pg_temp.first_id(hour),
            pg_temp.first_id(hour + interval '1 hour'));
    END LOOP;
END
$$;

WITH task AS (
    SELECT
        number,
        pg_temp.sent_at(number) AS sent_at,
        md5(number::text) AS hash,
        hashint8(number) & 1023 AS fate,
        (hashint8(number + 1) & 2147483647) % 20 AS kind
    FROM generate_series(1, {tasks}::bigint) AS number
), run AS (
    SELECT
        task.*,
        CASE
            WHEN fate < 993 THEN 'Succeeded' WHEN fate < 1003 THEN 'Failed' WHEN fate < 1006 THEN 'Pending'
            WHEN fate < 1008 THEN 'Scheduled' WHEN fate < 1009 THEN 'Received' WHEN fate < 1011 THEN 'Started'
            WHEN fate < 1013 THEN 'Retrying' WHEN fate < 1018 THEN 'Revoked' WHEN fate < 1021 THEN 'Expired'
            ELSE 'Rejected'
        END AS state,
        'queue-' || kind % 5 AS queue,
        'worker-' || (hashint8(number + 2) & 2147483647) % 10 || '@host' AS worker,
        jsonb_build_object(
            'type', 'System.IO.IOException',
            'message', 'The service of customer ' || number % 100000 || ' did not answer in time.',
            'stackTrace', repeat(e'   at Company.Product.Service.Call(Argument argument) in Service.cs:line 42\n', 15)
        ) AS error
    FROM task
), told AS (
    SELECT run.*, state IN ('Pending', 'Scheduled') AS waits, state IN ('Failed', 'Retrying', 'Rejected') AS errs,
        state IN ('Succeeded', 'Failed', 'Revoked', 'Expired', 'Rejected') AS ended
    FROM run
)
INSERT INTO {prefix}messaging_tasks (
    id, version, state, name, queue, worker, attempt, submitted_at, eta, received_at, started_at, finished_at, root_id,
    parent_id, arguments, result, error, attempts)
SELECT
    pg_temp.task_id(number),
    CASE WHEN ended THEN 2 ELSE 1 END,
    state,
    'company.product.task-' || lpad(kind::text, 2, '0'),
    queue,
    CASE WHEN NOT waits THEN worker END,
    CASE WHEN waits THEN 0 ELSE 1 END,
    sent_at,
    CASE WHEN state = 'Scheduled' THEN sent_at + interval '7 days' END,
    CASE WHEN NOT waits THEN sent_at + interval '10 milliseconds' END,
    CASE WHEN NOT waits AND state <> 'Received' THEN sent_at + interval '20 milliseconds' END,
    CASE WHEN ended THEN sent_at + interval '50 milliseconds' END,
    CASE WHEN number / 100 % 5 = 0 THEN pg_temp.task_id(number / 100 * 100) END,
    CASE WHEN number / 100 % 5 = 0 AND number % 100 > 0 THEN pg_temp.task_id(number / 100 * 100) END,
    format(
        '{"orderId":"%s","amount":%s,"customer":"customer-%s","note":"as agreed on the telephone"}',
        hash, number % 10000, number % 100000),
    CASE WHEN state = 'Succeeded' THEN format('{"receipt":"%s","accepted":true}', right(hash, 12)) END,
    CASE WHEN errs THEN error END,
    -- A single run is in the columns above, unless another is to follow.
    CASE WHEN state = 'Retrying' THEN jsonb_build_array(jsonb_build_object(
        'number', 1, 'worker', worker, 'queue', queue, 'receivedAt', sent_at + interval '10 milliseconds',
        'startedAt', sent_at + interval '20 milliseconds', 'finishedAt', sent_at + interval '50 milliseconds',
        'outcome', state, 'error', error, 'nextAttemptAt', sent_at + interval '1 second')) END
FROM told;
