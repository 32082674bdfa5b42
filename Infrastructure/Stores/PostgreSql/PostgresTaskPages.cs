using System.Data;
using System.Diagnostics;
using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Finds tasks, a page at a time, down the primary key. Something rare could be millions of rows away, so one page looks
/// through a limited number of them and says where it has come to:
/// <list type="number">
/// <item>It looks through a thousand rows of the latest two days, as far as needed for a page. The two days keep
/// PostgreSQL from opening all partitions there are.</item>
/// <item>If these are not enough, it looks through as many more as should fit into <see cref="Budget"/>, by the time that
/// the first thousand took; of rows with large arguments these are few. Beyond the two days it looks at all there
/// is, and at a thousand of that in any case: where there are no tasks, a page must not end for want of time.</item>
/// <item>Then it hands out what it has, and the id that it has come to.</item>
/// </list>
/// </summary>
internal sealed class PostgresTaskPages(NpgsqlDataSource database, string table, TimeProvider clock)
{
    private const int AtFirst = 1_000;
    private const int AtMost = 10_000;

    private static readonly TimeSpan Recently = TimeSpan.FromDays(2);
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(25);

    public async Task<FoundTasks> List(ListTasks query, Guid? before, CancellationToken cancellationToken)
    {
        // One picture of the table for all that is asked below: rows that change meanwhile must not be passed over.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var picture = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        var tasks = new List<TaskSummary>();
        var looked = 0;
        Guid? from = before is { } id
            ? TaskTimes.FirstId(id, Recently)
            : TaskTimes.FirstId(clock.GetUtcNow() - Recently);
        var look = AtFirst;
        while (look > 0)
        {
            var filter = new TaskFilterSql(query.Filter, from, before);
            await Read(connection, filter, look, query, tasks, cancellationToken);
            if (tasks.Count > query.PageSize)
            {
                tasks.RemoveAt(query.PageSize);
                return new FoundTasks { Tasks = tasks, GoOnBefore = tasks[^1].TaskId };
            }

            var last = await LastOf(connection, filter, look, cancellationToken);
            looked += look;
            look = Next(looked, Stopwatch.GetElapsedTime(started));
            if (last is not null)
            {
                before = last;
            }
            else if (from is null)
            {
                return new FoundTasks { Tasks = tasks, GoOnBefore = null };
            }
            else
            {
                (before, from) = (from, null);
                // However slow the database: else there would be a page for every two days, down to 1970.
                look = Math.Max(look, AtFirst);
            }
        }

        return new FoundTasks { Tasks = tasks, GoOnBefore = before };
    }

    /// <summary>How many rows to look through after so many in so much time.</summary>
    private static int Next(int looked, TimeSpan elapsed)
    {
        var next = (int)Math.Min(AtMost - looked, looked * ((Budget - elapsed) / elapsed));
        return next < AtFirst ? 0 : next;
    }

    private async Task Read(
        NpgsqlConnection connection,
        TaskFilterSql filter,
        int look,
        ListTasks query,
        List<TaskSummary> tasks,
        CancellationToken cancellationToken)
    {
        var preview = query.PreviewLength;
        await using var command = Command(
            connection,
            filter,
            "SELECT id, state, name, queue, worker, attempt, submitted_at, eta, started_at, finished_at, root_id, "
            + $"parent_id, error ->> 'type', left(error ->> 'message', {TaskSummaryOf.MostOfMessage}), "
            + (preview == 0 ? "NULL, NULL" : $"left(arguments, {preview}), left(result, {preview})")
            + $" FROM (SELECT * FROM {table} WHERE {filter.Narrow} ORDER BY id DESC LIMIT {look}) AS looked "
            + $"WHERE {filter.Rest} ORDER BY id DESC LIMIT {query.PageSize + 1 - tasks.Count}");

        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            tasks.Add(Summary(rows));
    }

    /// <summary>The last id that was looked at; <c>null</c> if there was nothing more to look at.</summary>
    private async Task<Guid?> LastOf(
        NpgsqlConnection connection, TaskFilterSql filter, int look, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            filter,
            $"SELECT id FROM {table} WHERE {filter.Narrow} ORDER BY id DESC OFFSET {look - 1} LIMIT 1");
        return (Guid?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TaskFilterSql filter, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        filter.AddTo(command.Parameters);
        return command;
    }

    private static TaskSummary Summary(NpgsqlDataReader row)
    {
        var at = 0;
        return new TaskSummary
        {
            TaskId = row.GetGuid(at++),
            State = Enum.Parse<TaskState>(row.GetString(at++)),
            Name = TaskRows.Text(row, at++),
            Queue = TaskRows.Text(row, at++),
            Worker = TaskRows.Text(row, at++),
            Attempt = row.GetInt32(at++),
            SubmittedAt = TaskRows.Time(row, at++),
            Eta = TaskRows.Time(row, at++),
            StartedAt = TaskRows.Time(row, at++),
            FinishedAt = TaskRows.Time(row, at++),
            RootId = TaskRows.Id(row, at++),
            ParentId = TaskRows.Id(row, at++),
            Error = Error(TaskRows.Text(row, at++), TaskRows.Text(row, at++)),
            Arguments = TaskRows.Text(row, at++),
            Result = TaskRows.Text(row, at),
        };
    }

    private static TaskError? Error(string? type, string? message) =>
        type is null ? null : new TaskError { Type = type, Message = message ?? "" };
}
