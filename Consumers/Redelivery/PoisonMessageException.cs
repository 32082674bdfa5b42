using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>A task was started again and again, and its workers died each time.</summary>
public sealed class PoisonMessageException : Exception, ITypedError
{
    internal PoisonMessageException(string task, int starts, string worker)
        : base(
            $"Task '{task}' was started {starts} times without coming to an end, last by worker '{worker}', so it is taken "
            + "to end its workers, and not started again. Find out why they died; allow more with "
            + $"AddTask<…>(policy => policy.MaxDeliveries(…)) or Messaging:Tasks:{task}:MaxDeliveries.")
    {
    }

    string ITypedError.Type => TaskErrorTypes.PoisonMessage;
}
