using Messaging.Contracts;

namespace Messaging.TestWorker;

/// <summary>Takes a while; returns its worker's process id.</summary>
[TaskName("worker.sleep")]
public sealed record Sleep(TimeSpan Time) : ITask<int>;

/// <summary>Runs until there is a file of this path; returns its worker's process id.</summary>
[TaskName("worker.file")]
public sealed record WaitForFile(string Path) : ITask<int>;

/// <summary>Sleeps, at most once.</summary>
[TaskName("worker.sleep-once")]
[TaskPolicy(Acknowledge = AcknowledgeMode.AtMostOnce)]
public sealed record SleepOnce(TimeSpan Time) : ITask<int>;

/// <summary>Sleeps; fails if its worker is lost.</summary>
[TaskName("worker.sleep-or-fail")]
[TaskPolicy(OnWorkerLost = WorkerLostAction.Fail)]
public sealed record SleepOrFail(TimeSpan Time) : ITask<int>;

/// <summary>The same; does not observe its cancellation.</summary>
[TaskName("worker.sleep-deaf")]
public sealed record SleepDeaf(TimeSpan Time) : ITask<int>;

/// <summary>Ends the process that runs it, as <c>kill -9</c> does.</summary>
[TaskName("worker.kill")]
[TaskPolicy(MaxDeliveries = 2)]
public sealed record KillWorker : ITask;
