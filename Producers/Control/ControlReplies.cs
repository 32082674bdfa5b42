using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Gathers the answers of many workers to one command. The host hands in what arrives.</summary>
internal sealed class ControlReplies
{
    private readonly ConcurrentDictionary<Guid, Gathering> open = new();

    /// <summary>A worker has answered. What nobody waits for any more is ignored.</summary>
    public Task Answer(ConsumeContext<WorkerReply> context)
    {
        if (context.RequestId is { } requestId && open.TryGetValue(requestId, out var gathering))
            gathering.Add(context.Message);

        return Task.CompletedTask;
    }

    /// <summary>Begins to gather, until what is returned is disposed of.</summary>
    public Gathering Gather(Guid requestId, TimeProvider clock)
    {
        var gathering = new Gathering(clock, () => open.TryRemove(requestId, out _));
        open[requestId] = gathering;
        return gathering;
    }

    /// <summary>The answers to one command so far.</summary>
    internal sealed class Gathering(TimeProvider clock, Action end) : IDisposable
    {
        private readonly Dictionary<string, (WorkerReply Reply, TimeSpan After)> replies = new(StringComparer.Ordinal);
        private readonly long since = clock.GetTimestamp();
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock gate = new();
        private IReadOnlyCollection<string>? expected;

        /// <summary>All who are expected have answered.</summary>
        public Task Complete => complete.Task;

        /// <summary>A copy of what has come in, and after what time.</summary>
        public IReadOnlyDictionary<string, (WorkerReply Reply, TimeSpan After)> Replies
        {
            get
            {
                lock (gate)
                    return new Dictionary<string, (WorkerReply, TimeSpan)>(replies, StringComparer.Ordinal);
            }
        }

        /// <summary>Says who is to answer.</summary>
        public void Expect(IReadOnlyCollection<string> workers)
        {
            lock (gate)
                expected = workers;
            Look();
        }

        public void Add(WorkerReply reply)
        {
            lock (gate)
                replies[reply.Worker] = (reply, clock.GetElapsedTime(since));
            Look();
        }

        public void Dispose() => end();

        private void Look()
        {
            bool isComplete;
            lock (gate)
                isComplete = expected is { Count: > 0 } && expected.All(replies.ContainsKey);
            if (isComplete)
                complete.TrySetResult();
        }
    }
}
