using System.Collections.Concurrent;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Writes a batch of sagas in two statements, which PostgreSQL runs as one transaction: new ones are inserted unless
/// they are there, others are written over the version that they were read at. Only columns of parts that have changed
/// are written. Each statement returns the ids that it wrote.
/// </summary>
internal sealed class TaskWriter(string table)
{
    private readonly ConcurrentDictionary<(bool IsNew, TaskSagaParts Parts), (TaskColumn[] Columns, string Sql)> known = new();

    public void Write(NpgsqlBatch batch, IReadOnlyCollection<TaskSaga> sagas)
    {
        // In the order of their ids, so that two trackers seldom wait for each other in a circle.
        var ordered = sagas.OrderBy(saga => saga.CorrelationId).ToLookup(saga => saga.Version == 0);
        foreach (var isNew in new[] { true, false })
        {
            if (ordered[isNew].ToArray() is { Length: > 0 } written)
                batch.BatchCommands.Add(Command(isNew, written));
        }
    }

    private NpgsqlBatchCommand Command(bool isNew, TaskSaga[] sagas)
    {
        var parts = sagas.Aggregate(TaskSagaParts.None, (all, saga) => all | saga.Changed);
        if (parts == TaskSagaParts.None)
            parts = TaskSagaParts.All;

        var (columns, sql) = known.GetOrAdd((isNew, parts), key => Statement(key.IsNew, key.Parts));

        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column.Values(sagas));

        return command;
    }

    private (TaskColumn[] Columns, string Sql) Statement(bool isNew, TaskSagaParts parts)
    {
        var columns = Array.FindAll(TaskRows.Columns, column => (column.Part & parts) != TaskSagaParts.None);
        return (columns, isNew ? Insert(columns) : Update(columns));
    }

    private string Insert(TaskColumn[] columns) =>
        $"INSERT INTO {table} ({Names(columns)}) SELECT * FROM unnest({Arrays(columns)}) "
        + "ON CONFLICT (id) DO NOTHING RETURNING id";

    /// <summary>The condition on the ids is there twice so that the rows are found by the primary key.</summary>
    private string Update(TaskColumn[] columns)
    {
        var changes = string.Join(", ", columns.Skip(1).Select(column => $"{column.Name} = written.{column.Name}"));
        return $"UPDATE {table} AS stored SET {changes} FROM unnest({Arrays(columns)}) AS written ({Names(columns)}) "
            + "WHERE stored.id = ANY($1) AND stored.id = written.id AND stored.version = written.version - 1 "
            + "RETURNING stored.id";
    }

    private static string Names(TaskColumn[] columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Arrays(TaskColumn[] columns) =>
        string.Join(", ", columns.Select((_, index) => $"${index + 1}"));
}
