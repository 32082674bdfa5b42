using Messaging.Producers;

namespace Messaging.Benchmarks;

/// <summary>One question to the tracker.</summary>
/// <param name="Name">Its name in the result.</param>
/// <param name="Ask">Asks it for the so-manieth time.</param>
internal sealed record QueryCase(string Name, Func<ITaskClient, int, CancellationToken, Task> Ask);
