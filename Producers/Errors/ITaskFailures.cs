namespace Messaging.Producers;

/// <summary>Knows what tasks have thrown that ran in this very process.</summary>
internal interface ITaskFailures
{
    /// <summary>What a task has thrown last; <c>null</c> if that is not known.</summary>
    /// <param name="taskId">The task.</param>
    Exception? Find(Guid taskId);
}
