namespace Messaging.Producers;

/// <summary>What a handle remembers of the task it sent, for the moment before the tracker knows it.</summary>
internal sealed record SubmittedTask(string Name, string Queue, DateTimeOffset Time, DateTimeOffset? Eta);
