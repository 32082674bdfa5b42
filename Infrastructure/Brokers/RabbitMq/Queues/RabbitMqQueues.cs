using MassTransit;
using Messaging.Contracts;

namespace Messaging.RabbitMq;

/// <summary>
/// The arguments of durable queues. Senders and receivers declare them alike; RabbitMQ refuses a queue that is declared
/// again with others (406 PRECONDITION_FAILED).
/// </summary>
internal static class RabbitMqQueues
{
    private const byte Priorities = 9;

    /// <summary>
    /// Queues of questions. They are classic queues without any arguments, and their messages are kept in memory: a
    /// question that is lost is asked again, and a quorum queue would write it to disk before it is answered.
    /// </summary>
    public static bool IsOfQuestions(string queue) =>
        queue.EndsWith(SystemQueues.Queries, StringComparison.Ordinal)
        || queue.EndsWith(SystemQueues.Limits, StringComparison.Ordinal);

    public static void Declare(IRabbitMqQueueConfigurator queue, RabbitMqQueueType type)
    {
        if (type == RabbitMqQueueType.Quorum)
            queue.SetQueueArgument("x-queue-type", "quorum");
        else
            queue.SetQueueArgument("x-max-priority", (int)Priorities);
    }

    public static void Declare(IDictionary<string, object> arguments, RabbitMqQueueType type)
    {
        if (type == RabbitMqQueueType.Quorum)
            arguments["x-queue-type"] = "quorum";
        else
            arguments["x-max-priority"] = (int)Priorities;
    }
}
