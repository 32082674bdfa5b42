using System.Text.Json;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>Limits as rows.</summary>
internal sealed class LimitRows(string table)
{
    public string LockSql { get; } =
        $"SELECT name, key, next_at, granted, tolerance, relaxes_at, heard_at, leases FROM {table} AS stored "
        + "JOIN unnest($1, $2) AS wanted (name, key) USING (name, key) ORDER BY name, key FOR UPDATE OF stored";

    public string ForgetSql { get; } =
        $"DELETE FROM {table} WHERE greatest(next_at, heard_at) < clock_timestamp() - interval '1 hour'";

    public NpgsqlCommand Insert(NpgsqlConnection connection, IEnumerable<LimitId> limits)
    {
        var ordered = limits
            .OrderBy(limit => limit.Limit, StringComparer.Ordinal)
            .ThenBy(limit => limit.Key, StringComparer.Ordinal)
            .ToArray();
        return new NpgsqlCommand(
            $"INSERT INTO {table} (name, key, next_at, granted, tolerance, relaxes_at, heard_at) "
            + "SELECT name, key, 'epoch', 0, '0', 'epoch', 'epoch' FROM unnest($1, $2) AS made (name, key) "
            + "ON CONFLICT (name, key) DO NOTHING",
            connection)
        {
            Parameters =
            {
                Column(ordered, NpgsqlDbType.Text, limit => limit.Limit),
                Column(ordered, NpgsqlDbType.Text, limit => limit.Key),
            },
        };
    }

    public NpgsqlCommand Update(NpgsqlConnection connection, IReadOnlyDictionary<LimitId, LimitState> states)
    {
        var changed = states.ToArray();
        return new NpgsqlCommand(
            $"UPDATE {table} AS stored SET next_at = changed.next_at, granted = changed.granted, tolerance = changed.tolerance, "
            + "relaxes_at = changed.relaxes_at, heard_at = changed.heard_at, leases = changed.leases "
            + "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) "
            + "AS changed (name, key, next_at, granted, tolerance, relaxes_at, heard_at, leases) "
            + "WHERE stored.name = changed.name AND stored.key = changed.key",
            connection)
        {
            Parameters =
            {
                Column(changed, NpgsqlDbType.Text, row => row.Key.Limit),
                Column(changed, NpgsqlDbType.Text, row => row.Key.Key),
                Column(changed, NpgsqlDbType.TimestampTz, row => RoundedUp(row.Value.NextAt)),
                Column(changed, NpgsqlDbType.Bigint, row => row.Value.Granted),
                Column(changed, NpgsqlDbType.Interval, row => row.Value.Tolerance),
                Column(changed, NpgsqlDbType.TimestampTz, row => RoundedUp(row.Value.RelaxesAt)),
                Column(changed, NpgsqlDbType.TimestampTz, row => row.Value.HeardAt.ToUniversalTime()),
                Column(changed, NpgsqlDbType.Jsonb, row => LeasesOf(row.Value)),
            },
        };
    }

    public static async Task<Dictionary<LimitId, LimitState>> Read(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var states = new Dictionary<LimitId, LimitState>();
        while (await reader.ReadAsync(cancellationToken))
        {
            states[new LimitId(reader.GetString(0), reader.GetString(1))] = new LimitState
            {
                NextAt = reader.GetFieldValue<DateTimeOffset>(2),
                Granted = reader.GetInt64(3),
                Tolerance = reader.GetTimeSpan(4),
                RelaxesAt = reader.GetFieldValue<DateTimeOffset>(5),
                HeardAt = reader.GetFieldValue<DateTimeOffset>(6),
                Leases = await reader.IsDBNullAsync(7, cancellationToken)
                    ? []
                    : JsonSerializer.Deserialize<LimitLease[]>(reader.GetString(7))!,
            };
        }

        return states;
    }

    /// <summary>The database counts microseconds, and no permit may be used too early.</summary>
    private static DateTimeOffset RoundedUp(DateTimeOffset time)
    {
        var excess = time.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return excess == 0 ? time.ToUniversalTime() : time.ToUniversalTime().AddTicks(TimeSpan.TicksPerMicrosecond - excess);
    }

    private static string? LeasesOf(LimitState state) =>
        state.Leases.Count == 0 ? null : JsonSerializer.Serialize(state.Leases);

    private static NpgsqlParameter Column<TRow, T>(TRow[] rows, NpgsqlDbType type, Func<TRow, T> value) =>
        PostgresScheduledMessageStore.Array(Array.ConvertAll(rows, row => value(row)), type);
}
