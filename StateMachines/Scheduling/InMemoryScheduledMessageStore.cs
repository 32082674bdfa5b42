using System.Runtime.InteropServices;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Keeps scheduled messages in this process's memory, and forgets them with it.</summary>
public sealed class InMemoryScheduledMessageStore : IScheduledMessageStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(Guid Token, int Attempt, int Deferral), Row> rows = [];
    private readonly SortedSet<Row> byTime = new(Row.ByTime);
    private readonly Dictionary<Guid, HashSet<(int Attempt, int Deferral)>> waiting = [];
    private readonly Dictionary<(Guid Token, int Attempt, int Deferral), DateTimeOffset> sent = [];
    private long lastNumber;

    /// <inheritdoc/>
    public Task Save(
        IReadOnlyCollection<ScheduledMessage> messages,
        IReadOnlyCollection<CancelledMessage> cancelled,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(cancelled);
        lock (gate)
        {
            foreach (var (token, at) in cancelled)
            {
                Remove((token, 0, 0));
                sent[(token, 0, 0)] = at;
            }

            foreach (var message in messages)
            {
                if (sent.TryGetValue(KeyOf(message), out var at) && !(message.Attempt == 0 && message.AskedAt > at))
                    continue;

                sent.Remove(KeyOf(message));
                Put(message, message.Due);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(byTime.Min?.TryAt);
    }

    /// <inheritdoc/>
    public Task<IScheduledClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Hold(byTime.TakeWhile(row => row.TryAt <= now).Where(row => !row.IsHeld).Take(most));
        }
    }

    /// <inheritdoc/>
    public Task<IScheduledClaim> Claim(IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        lock (gate)
        {
            return Hold(taskIds
                .SelectMany(taskId => waiting.GetValueOrDefault(taskId, [])
                    .Select(key => rows[(taskId, key.Attempt, key.Deferral)]))
                .Where(row => row is { IsHeld: false, Message.Attempt: > 0 }));
        }
    }

    /// <inheritdoc/>
    public Task<IScheduledClaim> Claim(
        RevocationRule rule, Guid afterToken, int afterAttempt, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (gate)
        {
            return Hold(rows.Values
                .Where(row => row is { IsHeld: false, Message.Attempt: > 0 }
                    && (row.Message.Token, row.Message.Attempt).CompareTo((afterToken, afterAttempt)) > 0
                    && (rule.TaskName is null || rule.TaskName == row.Message.Name))
                .OrderBy(row => KeyOf(row.Message))
                .Take(most));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledItem>> List(
        ListScheduled query, ScheduledPlace? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        IReadOnlyList<ScheduledItem> found =
        [
            .. Waiting(query.Queue, query.Name, query.DueBefore)
                .OrderBy(item => (item.TryAt, item.Id, item.Attempt))
                .Where(item => after is null || (item.TryAt, item.Id, item.Attempt)
                    .CompareTo((after.TryAt, after.Token, after.Attempt)) > 0)
                .Take(query.PageSize),
        ];
        return Task.FromResult(found);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledCount>> Count(CountScheduled query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        IReadOnlyList<ScheduledCount> counts =
        [
            .. Waiting(query.Queue, query.Name, query.DueBefore)
                .GroupBy(item => (item.Queue, item.Name))
                .Select(items => new ScheduledCount
                {
                    Queue = items.Key.Queue,
                    Name = items.Key.Name,
                    Count = items.LongCount(),
                    NextDue = items.Min(item => item.Due),
                })
                .OrderBy(count => count.Queue, StringComparer.Ordinal)
                .ThenBy(count => count.Name, StringComparer.Ordinal),
        ];
        return Task.FromResult(counts);
    }

    /// <inheritdoc/>
    public Task<long> Forget(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var forgotten = sent.Where(row => row.Value < before).Select(row => row.Key).ToArray();
            foreach (var key in forgotten)
                sent.Remove(key);

            return Task.FromResult((long)forgotten.Length);
        }
    }

    private ScheduledItem[] Waiting(string? queue, string? name, DateTimeOffset? dueBefore)
    {
        lock (gate)
        {
            return
            [
                .. rows.Values
                    .Where(row => (queue is null || row.Message.Queue == queue)
                        && (name is null || row.Message.Name == name)
                        && (dueBefore is null || row.Message.Due < dueBefore))
                    .Select(row => new ScheduledItem
                    {
                        Id = row.Message.Token,
                        Attempt = row.Message.Attempt,
                        Due = row.Message.Due,
                        TryAt = row.TryAt,
                        Failures = row.Message.Failures,
                        Queue = row.Message.Queue,
                        Name = row.Message.Name,
                    }),
            ];
        }
    }

    private static (Guid Token, int Attempt, int Deferral) KeyOf(ScheduledMessage message) =>
        (message.Token, message.Attempt, message.Deferral);

    private Task<IScheduledClaim> Hold(IEnumerable<Row> found)
    {
        var held = found.ToArray();
        foreach (var row in held)
            row.IsHeld = true;

        return Task.FromResult<IScheduledClaim>(new Claimed(this, held));
    }

    private void Put(ScheduledMessage message, DateTimeOffset tryAt)
    {
        Remove(KeyOf(message));
        var row = new Row(message, tryAt, ++lastNumber);
        rows.Add(KeyOf(message), row);
        byTime.Add(row);
        (CollectionsMarshal.GetValueRefOrAddDefault(waiting, message.Token, out _) ??= [])
            .Add((message.Attempt, message.Deferral));
    }

    private void Remove((Guid Token, int Attempt, int Deferral) key)
    {
        if (!rows.Remove(key, out var row))
            return;

        byTime.Remove(row);
        var others = waiting[key.Token];
        others.Remove((key.Attempt, key.Deferral));
        if (others.Count == 0)
            waiting.Remove(key.Token);
    }

    private sealed class Row(ScheduledMessage message, DateTimeOffset tryAt, long number)
    {
        public static readonly IComparer<Row> ByTime = Comparer<Row>.Create((left, right) =>
            (left.TryAt, left.Number).CompareTo((right.TryAt, right.Number)));

        public ScheduledMessage Message => message;

        public DateTimeOffset TryAt => tryAt;

        public bool IsHeld { get; set; }

        private long Number => number;
    }

    private sealed class Claimed(InMemoryScheduledMessageStore store, Row[] held) : IScheduledClaim
    {
        public IReadOnlyList<ScheduledMessage> Messages { get; } = Array.ConvertAll(held, row => row.Message);

        public Task Complete(
            IReadOnlyCollection<ScheduledMessage> sent,
            IReadOnlyDictionary<ScheduledMessage, DateTimeOffset> failed,
            DateTimeOffset now,
            CancellationToken cancellationToken)
        {
            lock (store.gate)
            {
                foreach (var message in sent.Where(IsStillThere))
                {
                    store.Remove(KeyOf(message));
                    if (message.IsRemembered)
                        store.sent[KeyOf(message)] = now;
                }

                foreach (var (message, tryAt) in failed.Where(pair => IsStillThere(pair.Key)))
                    store.Put(message with { Failures = message.Failures + 1 }, tryAt);
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            lock (store.gate)
            {
                foreach (var row in held)
                    row.IsHeld = false;
            }

            return ValueTask.CompletedTask;
        }

        /// <summary>Not if another message has taken its place meanwhile.</summary>
        private bool IsStillThere(ScheduledMessage message) =>
            store.rows.TryGetValue(KeyOf(message), out var row) && ReferenceEquals(row.Message, message);
    }
}
