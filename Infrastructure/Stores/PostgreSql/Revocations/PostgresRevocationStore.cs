using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Keeps rules of revocation in PostgreSQL.</summary>
internal sealed class PostgresRevocationStore(NpgsqlDataSource database, string address, string prefix)
    : IRevocationStore
{
    private readonly PostgresFault fault = new(address);
    private readonly string table = $"{prefix}messaging_revocations";

    public Task Save(RevocationRule rule, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(
            $"INSERT INTO {table} AS stored (task_name, header, value, mode, revoked_at, expires_at, reason) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7) "
            + "ON CONFLICT (task_name, lower(header), value, mode) DO UPDATE SET revoked_at = excluded.revoked_at, "
            + "expires_at = excluded.expires_at, reason = excluded.reason "
            + "WHERE excluded.revoked_at > stored.revoked_at");
        AddText(command, rule.TaskName ?? "");
        AddText(command, rule.Header ?? "");
        AddText(command, rule.Value ?? "");
        AddText(command, rule.Mode.ToString());
        AddTime(command, rule.Time);
        AddTime(command, rule.Expires ?? DateTimeOffset.MaxValue);
        AddText(command, rule.Reason);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    });

    public Task<IReadOnlyList<RevocationRule>> List(
        DateTimeOffset now, int most, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand(
            $"SELECT task_name, header, value, mode, revoked_at, expires_at, reason FROM {table} "
            + "WHERE expires_at > $1 ORDER BY revoked_at DESC LIMIT $2");
        AddTime(command, now);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });

        var rules = new List<RevocationRule>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            rules.Add(Read(rows));

        return (IReadOnlyList<RevocationRule>)rules;
    });

    public Task Forget(DateTimeOffset now, CancellationToken cancellationToken) => fault.Use(async () =>
    {
        await using var command = database.CreateCommand($"DELETE FROM {table} WHERE expires_at <= $1");
        AddTime(command, now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    });

    private static RevocationRule Read(NpgsqlDataReader row)
    {
        var isNamed = row.GetString(0).Length > 0;
        return new RevocationRule
        {
            TaskName = isNamed ? row.GetString(0) : null,
            Header = isNamed ? null : row.GetString(1),
            Value = isNamed ? null : row.GetString(2),
            Mode = Enum.Parse<RevokeMode>(row.GetString(3)),
            Time = row.GetFieldValue<DateTimeOffset>(4),
            Expires = row.GetFieldValue<DateTimeOffset>(5),
            Reason = TaskRows.Text(row, 6),
        };
    }

    private static void AddText(NpgsqlCommand command, string? text) => command.Parameters.Add(
        new NpgsqlParameter { Value = (object?)PostgresText.Clean(text) ?? DBNull.Value, DataTypeName = "text" });

    private static void AddTime(NpgsqlCommand command, DateTimeOffset time) =>
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.ToUniversalTime() });
}
