using System.Collections.Concurrent;
using System.Globalization;
using Messaging.PullTransport;
using Messaging.Stores.PostgreSql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>
/// Two connections: one is told of messages, and can do nothing but wait; the other says for which queues somebody waits
/// (<see cref="QueueLocks"/>). Whatever happens to one of them the session ends: all who wait look for themselves, and
/// whoever waits next opens another.
/// </summary>
internal sealed class ListeningSession : IAsyncDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(2);

    private readonly BrokerDatabase database;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly NpgsqlConnection notifications;
    private readonly QueueLocks locks;
    private readonly ConcurrentDictionary<int, Mark> marks = new();

    private readonly CancellationTokenSource ending = new();
    private Task running = Task.CompletedTask;
    private int hasEnded;

    private ListeningSession(
        BrokerDatabase database,
        TimeProvider time,
        ILogger logger,
        NpgsqlConnection notifications,
        QueueLocks locks)
    {
        this.database = database;
        this.time = time;
        this.logger = logger;
        this.notifications = notifications;
        this.locks = locks;
    }

    public bool IsOpen => Volatile.Read(ref hasEnded) == 0;

    public static async Task<ListeningSession> Open(
        BrokerDatabase database, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var listening = await database.OpenDedicated(cancellationToken);
        try
        {
            await listening.Execute($"LISTEN \"{database.Settings.Schema}\"", cancellationToken);
            var locking = new QueueLocks(database, await database.OpenDedicated(cancellationToken), time);
            var session = new ListeningSession(database, time, logger, listening, locking);
            session.running = Task.WhenAll(session.Listen(), session.ForgetWhatIsIdle());
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

    /// <summary>Has the server tell of messages of a queue from now on.</summary>
    /// <exception cref="BrokerUnavailableException">The session has ended, if it had not before.</exception>
    public Task Mark(KnownQueue queue, CancellationToken cancellationToken) =>
        locks.Alone(() => MarkAlone(queue), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await End(null);
        await running;
        await notifications.DisposeAsync();
        await locks.DisposeAsync();
        ending.Dispose();
    }

    private async Task MarkAlone(KnownQueue queue)
    {
        if (!IsOpen)
            throw new BrokerUnavailableException(
                $"The connections that wait for messages of the PostgreSQL broker {database.Settings.Description} are "
                + "lost. They are opened anew.");
        if (marks.ContainsKey(queue.Id))
            return;

        try
        {
            await locks.Take(queue.Id);
            marks[queue.Id] = new Mark(queue, time);
        }
        catch (Exception exception)
        {
            await End(exception);
            throw database.Faults.Unavailable(exception);
        }
    }

    /// <summary>Has all who wait look for themselves, the first time.</summary>
    private async Task End(Exception? reason)
    {
        if (Interlocked.Exchange(ref hasEnded, 1) != 0)
            return;

        if (reason is not null)
            PostgresLog.WaitingLost(logger, reason, database.Settings.Description);
        try
        {
            await ending.CancelAsync();
        }
        catch (AggregateException exception)
            when (exception.InnerExceptions.All(inner => inner is ObjectDisposedException))
        {
            // Npgsql cancels a wait on a connection that has just broken. It is over, which is all that was wanted.
        }

        foreach (var mark in marks.Values)
            mark.Queue.Signal.Set();
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
        catch (Exception exception)
        {
            await End(exception);
        }
    }

    /// <summary>
    /// Gives up the locks of queues that nobody waits for, as a busy one needs no notifications, and finds out if all are
    /// lost with their connection.
    /// </summary>
    private async Task ForgetWhatIsIdle()
    {
        try
        {
            using var timer = new PeriodicTimer(IdleTime, time);
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await ForgetIdle();
                await locks.AskIfUnusedFor(AskAfter, ending.Token);
            }
        }
        catch (Exception exception)
        {
            await End(exception);
        }
    }

    private async Task ForgetIdle()
    {
        foreach (var (_, mark) in marks.Where(mark => mark.Value.IsIdle(IdleTime)))
            await locks.Alone(() => Forget(mark), ending.Token);
    }

    private async Task Forget(Mark mark)
    {
        try
        {
            marks.TryRemove(mark.Queue.Id, out _);
            await locks.GiveBack(mark.Queue.Id);
        }
        finally
        {
            // Whoever has just begun to wait by this mark is woken.
            mark.Queue.Signal.Set();
        }
    }
}
