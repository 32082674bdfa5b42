namespace Messaging.Stores.PostgreSql;

/// <summary>
/// The statements of the worker store. All times are of <c>clock_timestamp()</c>: within a transaction that waited for
/// a lock, <c>now()</c> would be the time of its beginning.
/// </summary>
internal sealed class WorkerSql(string prefix)
{
    /// <summary>$1 gap, $2 grace.</summary>
    public string Heard { get; } =
        $"""
        INSERT INTO {prefix}messaging_worker_watch AS watch (id, heard_at, heard_since)
        VALUES (1, clock_timestamp(), clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET
            heard_at = excluded.heard_at,
            heard_since = CASE
                WHEN watch.heard_at < excluded.heard_at - $1 THEN excluded.heard_at + $2
                ELSE watch.heard_since END
        """;

    /// <summary>
    /// $1 names, $2 instances, $3 sequences, $4 states, $5 intervals, $6 times of start, $7 heartbeats, $8 how long a
    /// loss waits for being called off. One row a name.
    /// </summary>
    public string Upsert { get; } =
        $"""
        WITH heard AS (
            SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::double precision[],
                $6::timestamptz[], $7::text[])
            AS beat (name, instance, sequence, state, interval_seconds, started_at, heartbeat)),
        replaced AS (
            INSERT INTO {prefix}messaging_worker_losses (worker, instance, seen_at, due_at)
            SELECT worker.name, worker.instance, worker.seen_at, clock_timestamp() + $8
            FROM {prefix}messaging_workers AS worker JOIN heard ON heard.name = worker.name
            WHERE worker.instance <> heard.instance AND worker.state IN ('Online', 'Stopping')
                AND heard.started_at > worker.started_at)
        INSERT INTO {prefix}messaging_workers AS worker (
            name, instance, sequence, state, interval_seconds, started_at, state_since, seen_at, heartbeat)
        SELECT name, instance, sequence, state, interval_seconds, started_at, clock_timestamp(), clock_timestamp(),
            heartbeat::json
        FROM heard ORDER BY name
        ON CONFLICT (name) DO UPDATE SET
            instance = excluded.instance,
            sequence = excluded.sequence,
            state = excluded.state,
            interval_seconds = excluded.interval_seconds,
            started_at = excluded.started_at,
            state_since = CASE
                WHEN worker.state = excluded.state AND worker.instance = excluded.instance THEN worker.state_since
                ELSE excluded.state_since END,
            seen_at = excluded.seen_at,
            heartbeat = excluded.heartbeat
        WHERE CASE
            WHEN worker.instance = excluded.instance
            THEN worker.sequence < excluded.sequence AND worker.state <> 'Stopped'
            ELSE worker.state IN ('Lost', 'Stopped') OR worker.started_at < excluded.started_at END
        """;

    /// <summary>$1 instances that have said that they end.</summary>
    public string CallOff { get; } = $"DELETE FROM {prefix}messaging_worker_losses WHERE instance = ANY ($1)";

    /// <summary>$1 margin, $2 gap. Rows that another tracker is writing are looked at by that one.</summary>
    public string FindLost { get; } =
        $"""
        WITH silent AS (
            SELECT worker.name
            FROM {prefix}messaging_workers AS worker CROSS JOIN {prefix}messaging_worker_watch AS watch
            WHERE worker.state IN ('Online', 'Stopping')
                AND clock_timestamp() - watch.heard_at <= $2
                AND clock_timestamp() - greatest(worker.seen_at, watch.heard_since)
                    > make_interval(secs => 2 * worker.interval_seconds) + $1
            FOR UPDATE OF worker SKIP LOCKED),
        lost AS (
            UPDATE {prefix}messaging_workers AS worker SET state = 'Lost', state_since = clock_timestamp()
            FROM silent WHERE worker.name = silent.name
            RETURNING worker.name, worker.instance, worker.seen_at)
        INSERT INTO {prefix}messaging_worker_losses (worker, instance, seen_at, due_at)
        SELECT name, instance, seen_at, clock_timestamp() FROM lost
        RETURNING id, worker, seen_at, NULL::timestamptz
        """;

    public string ListLosses { get; } =
        $"""
        SELECT loss.id, loss.worker, loss.seen_at, worker.started_at
        FROM {prefix}messaging_worker_losses AS loss LEFT JOIN {prefix}messaging_workers AS worker
            ON worker.name = loss.worker AND worker.instance <> loss.instance
        WHERE loss.due_at <= clock_timestamp() ORDER BY loss.id
        """;

    /// <summary>$1 id. Nothing if another tracker is at it, which also deletes it, or keeps it if it dies.</summary>
    public string TakeLoss { get; } =
        $"""
        DELETE FROM {prefix}messaging_worker_losses WHERE id = (
            SELECT id FROM {prefix}messaging_worker_losses WHERE id = $1 FOR UPDATE SKIP LOCKED)
        """;

    public string List { get; } =
        $"SELECT state, state_since, seen_at, heartbeat FROM {prefix}messaging_workers ORDER BY name";

    /// <summary>$1 how long ago.</summary>
    public string Expire { get; } =
        $"""
        DELETE FROM {prefix}messaging_workers
        WHERE state IN ('Lost', 'Stopped') AND state_since < clock_timestamp() - $1
        """;
}
