using RabbitMQ.Client;

namespace Messaging.RabbitMq.Tests.Channels;

/// <summary>Messages to publish.</summary>
internal static class Publications
{
    public static Publication New(string queue = "nowhere", bool mandatory = false) =>
        new(exchange: "", queue, mandatory, new BasicProperties(), "a message"u8.ToArray());
}
