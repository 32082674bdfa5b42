using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Questions about what waits in the table of scheduled messages, by the index on the time of
/// sending.</summary>
internal sealed class PostgresScheduleQueries(NpgsqlDataSource database, string table)
{
    public async Task<IReadOnlyList<ScheduledItem>> List(
        ListScheduled query, ScheduledPlace? after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        var conditions = Conditions(command, query.Queue, query.Name, query.DueBefore);
        if (after is not null)
        {
            conditions += $" AND (try_at, token, attempt) > ({Add(command, after.TryAt.ToUniversalTime())}, "
                + $"{Add(command, after.Token)}, {Add(command, after.Attempt)})";
        }

        // The texts are made here and hold parameters' numbers only.
        command.CommandText = $"SELECT token, attempt, due, try_at, failures, queue, name FROM {table} "
            + $"WHERE {conditions} ORDER BY try_at, token, attempt LIMIT {Add(command, query.PageSize)}";

        var items = new List<ScheduledItem>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            items.Add(new ScheduledItem
            {
                Id = rows.GetGuid(0),
                Attempt = rows.GetInt32(1),
                Due = rows.GetFieldValue<DateTimeOffset>(2),
                TryAt = rows.GetFieldValue<DateTimeOffset>(3),
                Failures = rows.GetInt32(4),
                Queue = rows.GetString(5),
                Name = TaskRows.Text(rows, 6),
            });
        }

        return items;
    }

    public async Task<IReadOnlyList<ScheduledCount>> Count(CountScheduled query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT queue, name, count(*), min(due) FROM "
            + $"{table} WHERE {Conditions(command, query.Queue, query.Name, query.DueBefore)} GROUP BY queue, name";

        var counts = new List<ScheduledCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            counts.Add(new ScheduledCount
            {
                Queue = rows.GetString(0),
                Name = TaskRows.Text(rows, 1),
                Count = rows.GetInt64(2),
                NextDue = rows.GetFieldValue<DateTimeOffset>(3),
            });
        }

        // Not by the database, whose order of texts depends on its locale.
        return [.. counts.OrderBy(count => count.Queue, StringComparer.Ordinal)
            .ThenBy(count => count.Name, StringComparer.Ordinal)];
    }

    private static string Conditions(NpgsqlCommand command, string? queue, string? name, DateTimeOffset? dueBefore)
    {
        var conditions = "sent_at IS NULL";
        if (queue is not null)
            conditions += $" AND queue = {Add(command, PostgresText.Clean(queue)!)}";
        if (name is not null)
            conditions += $" AND name = {Add(command, PostgresText.Clean(name)!)}";
        if (dueBefore is { } before)
            conditions += $" AND due < {Add(command, before.ToUniversalTime())}";

        return conditions;
    }

    private static string Add<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}
