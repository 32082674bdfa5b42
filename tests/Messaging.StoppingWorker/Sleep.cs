using Messaging.Contracts;

namespace Messaging.StoppingWorker;

/// <summary>Takes its time; tells which process has run it.</summary>
[TaskName("test.sleep")]
public sealed record Sleep(TimeSpan Time, bool IsDeaf) : ITask<int>;
