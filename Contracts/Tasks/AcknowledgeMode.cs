namespace Messaging.Contracts;

/// <summary>When a task's message is acknowledged.</summary>
public enum AcknowledgeMode
{
    /// <summary>
    /// After the run, so that a task whose worker dies runs again: at least once. The default; tasks must be safe to
    /// run twice.
    /// </summary>
    Late = 0,

    /// <summary>
    /// Before the run, so that no task is ever run twice: one whose worker dies has failed with <c>WorkerLost</c>.
    /// </summary>
    AtMostOnce = 1,
}
