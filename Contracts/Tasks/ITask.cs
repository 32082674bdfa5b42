namespace Messaging.Contracts;

/// <summary>
/// Marks a message contract as a task: a command that is sent to a queue, run once by one worker, and followed to its
/// end. Implement it on a sealed record in an assembly that producers and workers share.
/// </summary>
public interface ITask;
