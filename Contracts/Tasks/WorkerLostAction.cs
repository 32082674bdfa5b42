namespace Messaging.Contracts;

/// <summary>What becomes of a task whose worker, or child process, died while it ran it.</summary>
public enum WorkerLostAction
{
    /// <summary>It runs again, up to its policy's most deliveries.</summary>
    RunAgain = 0,

    /// <summary>It has failed with <c>WorkerLost</c>.</summary>
    Fail = 1,
}
