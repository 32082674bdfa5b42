using System.Collections.Concurrent;
using System.Globalization;
using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Two connections: one is told of messages, the other holds, for each queue that somebody waits for, the shared advisory
/// lock which says so (see the function <c>wake</c>). The first can do nothing but wait. If one is lost the session ends,
/// and all who wait look for themselves.
/// </summary>
internal sealed class ListeningSession : IAsyncDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private readonly BrokerDatabase database;
    private readonly TimeProvider time;
    private readonly NpgsqlConnection notifications;
    private readonly NpgsqlConnection locks;
    private readonly ConcurrentDictionary<int, Mark> marks = new();
    private readonly SemaphoreSlim locking = new(1);
    private readonly CancellationTokenSource ending = new();
    private Task running = Task.CompletedTask;

    private ListeningSession(
        BrokerDatabase database, TimeProvider time, NpgsqlConnection notifications, NpgsqlConnection locks)
    {
        this.database = database;
        this.time = time;
        this.notifications = notifications;
        this.locks = locks;
    }

    public bool IsOpen => !ending.IsCancellationRequested;

    public static async Task<ListeningSession> Open(
        BrokerDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var listening = await database.OpenDedicated(cancellationToken);
        try
        {
            await listening.Execute($"LISTEN \"{database.Settings.Schema}\"", cancellationToken);
            var marking = await database.OpenDedicated(cancellationToken);
            var session = new ListeningSession(database, time, listening, marking);
            session.running = Task.WhenAll(session.Listen(), session.Forget());
            return session;
        }
        catch (Exception exception)
        {
            await listening.DisposeAsync();
            if (BrokerFaults.IsOfTheServer(exception))
                throw database.Faults.Unavailable(exception);
            throw;
        }
    }

    /// <summary>The mark of a queue whose messages have been told of for some time.</summary>
    public Mark? Find(KnownQueue queue) => marks.TryGetValue(queue.Id, out var mark) ? mark : null;

    public async Task Mark(KnownQueue queue, CancellationToken cancellationToken)
    {
        await locking.WaitAsync(cancellationToken);
        try
        {
            if (marks.ContainsKey(queue.Id))
                return;

            await Execute("pg_advisory_lock_shared", queue.Id);
            marks[queue.Id] = new Mark(queue, time);
        }
        catch (Exception exception) when (BrokerFaults.IsOfTheServer(exception))
        {
            await ending.CancelAsync();
            throw database.Faults.Unavailable(exception);
        }
        finally
        {
            locking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await running;
        await notifications.DisposeAsync();
        await locking.WaitAsync(CancellationToken.None);
        await locks.DisposeAsync();
        locking.Dispose();
        ending.Dispose();
    }

    private async Task Listen()
    {
        notifications.Notification += (_, notification) =>
        {
            if (int.TryParse(notification.Payload, CultureInfo.InvariantCulture, out var id)
                && marks.TryGetValue(id, out var mark))
            {
                mark.Queue.Signal.Set();
            }
        };
        try
        {
            while (true)
                await notifications.WaitAsync(ending.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException
            || BrokerFaults.IsOfTheServer(exception))
        {
            // Whoever waits next opens another session, and hears if that fails.
            await ending.CancelAsync();
            foreach (var mark in marks.Values)
                mark.Queue.Signal.Set();
        }
    }

    /// <summary>Gives up the locks of queues that nobody waits for, as a busy one needs no notifications.</summary>
    private async Task Forget()
    {
        try
        {
            using var timer = new PeriodicTimer(IdleTime, time);
            while (await timer.WaitForNextTickAsync(ending.Token))
                await ForgetIdle();
        }
        catch (Exception exception) when (exception is OperationCanceledException
            || BrokerFaults.IsOfTheServer(exception))
        {
            await ending.CancelAsync();
        }
    }

    private async Task ForgetIdle()
    {
        foreach (var (id, mark) in marks.Where(mark => mark.Value.IsIdle(IdleTime)))
        {
            await locking.WaitAsync(ending.Token);
            try
            {
                // Whoever has just begun to wait by this mark is woken.
                marks.TryRemove(id, out _);
                await Execute("pg_advisory_unlock_shared", id);
                mark.Queue.Signal.Set();
            }
            finally
            {
                locking.Release();
            }
        }
    }

    private async Task Execute(string function, int id)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}(hashtext($1), $2)", locks)
        {
            Parameters = { SqlValues.Value(database.Settings.Schema), SqlValues.Value(id) },
        };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
