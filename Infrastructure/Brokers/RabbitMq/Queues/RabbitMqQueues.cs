using MassTransit;

namespace Messaging.RabbitMq;

/// <summary>
/// The arguments of durable queues. Senders and receivers declare them alike; RabbitMQ refuses a queue that is declared
/// again with others (406 PRECONDITION_FAILED).
/// </summary>
internal static class RabbitMqQueues
{
    private const byte Priorities = 9;

    /// <summary>
    /// Address of a queue of questions. Such a queue is left as MassTransit declares it, a classic queue without any
    /// arguments, and its messages are kept in memory: a question that is lost is asked again, and a quorum queue would
    /// write it to disk before it is answered. Its address tells it from all others by naming the queue twice, as MassTransit
    /// keeps nothing in an address that it does not know itself.
    /// </summary>
    public static Uri QuestionAddress(string queue) => new($"queue:{queue}?queue={queue}");

    /// <summary>Whether an address is one that <see cref="QuestionAddress"/> has made.</summary>
    public static bool IsOfQuestions(RabbitMqEndpointAddress address) =>
        string.Equals(address.QueueName, address.Name, StringComparison.Ordinal);

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
