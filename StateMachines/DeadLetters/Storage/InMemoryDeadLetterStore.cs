using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Keeps dead letters in this process's memory, and forgets them with it. Beyond 100,000, or 256 MiB of bodies, those that
/// were kept first go.
/// </summary>
public sealed class InMemoryDeadLetterStore : IDeadLetterStore
{
    private const int MostLetters = 100_000;
    private const long MostBytes = 256 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Row> rows = [];
    private readonly LinkedList<Row> byKept = new();
    private readonly Dictionary<Guid, ReplayStatus> replays = [];
    private readonly HashSet<string> queues = new(StringComparer.Ordinal);
    private long bytes;

    /// <inheritdoc/>
    public Task Save(IReadOnlyCollection<StoredDeadLetter> letters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letters);
        lock (gate)
        {
            foreach (var letter in letters)
            {
                if (!rows.TryGetValue(letter.Id, out var known) || known.Letter.Attempt < letter.Attempt)
                    Put(letter);
            }

            while (rows.Count > MostLetters || (bytes > MostBytes && rows.Count > 1))
                Remove(byKept.First!.Value.Letter.Id);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<StoredDeadLetter?> Get(Guid id, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(rows.GetValueOrDefault(id)?.Letter);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> List(
        DeadLetterFilter filter, int most, DeadLetterPlace? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Task.FromResult<IReadOnlyList<DeadLetter>>(
        [
            .. Found(filter)
                .Where(letter => before is null
                    || (letter.DeadAt, letter.Id).CompareTo((before.DeadAt, before.Id)) < 0)
                .OrderByDescending(letter => (letter.DeadAt, letter.Id))
                .Take(most)
                .Select(DeadLetterOf.Stored),
        ]);
    }

    /// <inheritdoc/>
    public Task<long> Count(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Task.FromResult((long)Found(filter).Length);
    }

    /// <inheritdoc/>
    public Task<ReplayStatus> Mark(
        ReplayDeadLetters replay, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replay);
        lock (gate)
        {
            if (!replays.ContainsKey(replay.ReplayId))
            {
                var marked = rows.Values.Where(row => !row.IsHeld && replay.Filter.Fits(row.Letter)).ToArray();
                foreach (var row in marked)
                {
                    row.TryAt = now;
                    row.Letter = row.Letter with
                    {
                        ReplayId = replay.ReplayId, ReplayQueue = replay.Queue, Failures = 0,
                    };
                }

                replays.Add(replay.ReplayId, new ReplayStatus
                {
                    ReplayId = replay.ReplayId, RequestedAt = now, Total = marked.Length, Waiting = marked.Length,
                });
            }

            return Task.FromResult(StatusOf(replay.ReplayId)!);
        }
    }

    /// <inheritdoc/>
    public Task<ReplayStatus?> GetReplay(Guid replayId, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(StatusOf(replayId));
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextReplay(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(rows.Values
                .Where(row => row.Letter.ReplayId is not null)
                .Select(row => (DateTimeOffset?)row.TryAt)
                .Min());
        }
    }

    /// <inheritdoc/>
    public Task<IDeadLetterClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var held = rows.Values
                .Where(row => row is { IsHeld: false, Letter.ReplayId: not null } && row.TryAt <= now)
                .OrderBy(row => (row.TryAt, row.Letter.Id))
                .Take(most)
                .ToArray();
            foreach (var row in held)
                row.IsHeld = true;

            return Task.FromResult<IDeadLetterClaim>(new Claimed(this, held));
        }
    }

    /// <inheritdoc/>
    public Task<long> Discard(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (gate)
            return Task.FromResult(RemoveAll(row => !row.IsHeld && filter.Fits(row.Letter)));
    }

    /// <inheritdoc/>
    public Task<long> Expire(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (var replay in replays.Values.Where(replay => replay.RequestedAt < before).ToArray())
            {
                if (StatusOf(replay.ReplayId) is { Waiting: 0 })
                    replays.Remove(replay.ReplayId);
            }

            return Task.FromResult(RemoveAll(row => row.Letter.ReplayId is null && row.Letter.KeptAt < before));
        }
    }

    /// <inheritdoc/>
    public Task AddQueues(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        lock (gate)
            this.queues.UnionWith(queues);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Queues(CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult<IReadOnlyList<string>>([.. queues.Order(StringComparer.Ordinal)]);
    }

    private StoredDeadLetter[] Found(DeadLetterFilter filter)
    {
        lock (gate)
            return [.. rows.Values.Select(row => row.Letter).Where(filter.Fits)];
    }

    private ReplayStatus? StatusOf(Guid replayId)
    {
        if (!replays.TryGetValue(replayId, out var replay))
            return null;

        var waiting = rows.Values.Where(row => row.Letter.ReplayId == replayId).ToArray();
        return replay with
        {
            Waiting = waiting.Length,
            Failing = waiting.LongCount(row => row.Letter.Failures > 0),
        };
    }

    private long RemoveAll(Func<Row, bool> which)
    {
        var removed = rows.Values.Where(which).Select(row => row.Letter.Id).ToArray();
        Array.ForEach(removed, Remove);
        return removed.Length;
    }

    private void Put(StoredDeadLetter letter)
    {
        Remove(letter.Id);
        var row = new Row { Letter = letter };
        row.Place = byKept.AddLast(row);
        rows.Add(letter.Id, row);
        bytes += letter.Body.Length;
    }

    private void Remove(Guid id)
    {
        if (!rows.Remove(id, out var row))
            return;

        byKept.Remove(row.Place!);
        bytes -= row.Letter.Body.Length;
    }

    private sealed class Row
    {
        public required StoredDeadLetter Letter { get; set; }

        public LinkedListNode<Row>? Place { get; set; }

        public DateTimeOffset TryAt { get; set; }

        public bool IsHeld { get; set; }
    }

    private sealed class Claimed(InMemoryDeadLetterStore store, Row[] held) : IDeadLetterClaim
    {
        public IReadOnlyList<StoredDeadLetter> Letters { get; } = Array.ConvertAll(held, row => row.Letter);

        public Task Complete(
            IReadOnlyCollection<StoredDeadLetter> sent,
            IReadOnlyDictionary<StoredDeadLetter, DateTimeOffset> failed,
            CancellationToken cancellationToken)
        {
            lock (store.gate)
            {
                foreach (var letter in sent.Where(letter => RowOf(letter) is not null))
                    store.Remove(letter.Id);
                foreach (var (letter, tryAt) in failed)
                {
                    if (RowOf(letter) is not { } row)
                        continue;

                    row.TryAt = tryAt;
                    row.Letter = letter with { Failures = letter.Failures + 1 };
                }
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

        /// <summary>None if another dead letter has taken its place meanwhile.</summary>
        private Row? RowOf(StoredDeadLetter letter) =>
            store.rows.TryGetValue(letter.Id, out var row) && ReferenceEquals(row.Letter, letter) ? row : null;
    }
}
