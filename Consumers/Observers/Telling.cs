using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>Tells several observers, one after the other, whatever the others do.</summary>
internal static class Telling
{
    public static async ValueTask Tell(
        this IReadOnlyList<ITaskObserver> observers,
        ILogger logger,
        ObservedTask task,
        string what,
        Func<ITaskObserver, ValueTask> tell)
    {
        foreach (var observer in observers)
        {
            try
            {
                await tell(observer);
            }
            catch (Exception exception)
            {
                OutcomeLog.ObserverFailed(
                    logger,
                    exception,
                    observer.GetType().FullName ?? observer.GetType().Name,
                    task.Name,
                    task.TaskId,
                    what);
            }
        }
    }
}
