namespace Messaging.Contracts;

/// <summary>A worker calls the task's consumer.</summary>
public sealed record TaskStarted : TaskRunEvent;
