using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Workers;

/// <summary>Remembers what was changed.</summary>
internal sealed class ChangedWorker : IWorkerPool, IWorkerLimits, IWorkerQueues, IWorkerShutdown, IKeptSettings
{
    public string Kind => "Recorded";

    public int Size { get; private set; } = 10;

    public (int? Least, int? Most) Scale { get; private set; }

    public Dictionary<string, string?> Rates { get; } = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public IReadOnlyList<WorkerQueue> All => [];

    /// <summary>What was done to the pool, in order.</summary>
    public string PoolCalls { get; private set; } = "";

    public void Grow(int count)
    {
        Size += count;
        NotePool($"grow {count}");
    }

    public void Shrink(int count)
    {
        Size -= count;
        NotePool($"shrink {count}");
    }

    public void SetAutoscale(int? least, int? most)
    {
        Scale = (least, most);
        NotePool($"scale {least}-{most}");
    }

    public void SetRateLimit(string taskName, RateLimit? limit) => Rates[taskName] = limit?.ToString();

    public void SetClusterRateLimit(string taskName, RateLimit? limit) => Calls.Add($"all {taskName} {limit}");

    public void SetConcurrencyLimit(string taskName, int? count) => Calls.Add($"most {taskName} {count}");

    public void SetClusterConcurrencyLimit(string taskName, int? count) => Calls.Add($"all most {taskName} {count}");

    public void Add(string queue) => Calls.Add($"add {queue}");

    public void Cancel(string queue) => Calls.Add($"cancel {queue}");

    public void Pause(string queue) => Calls.Add($"pause {queue}");

    public void Resume(string queue) => Calls.Add($"resume {queue}");

    public void TakeBack(string queue) => Calls.Add($"take back {queue}");

    public void TakeBackSize() => Calls.Add("take back size");

    public void Refresh() => Calls.Add("refresh");

    public void Stop() => Calls.Add("stop");

    private void NotePool(string call) => PoolCalls = PoolCalls.Length == 0 ? call : $"{PoolCalls}, {call}";
}
