namespace Messaging.RabbitMq;

/// <summary>How RabbitMQ keeps a durable queue.</summary>
internal enum RabbitMqQueueType
{
    /// <summary>Replicated and safe; no priorities before RabbitMQ 4.</summary>
    Quorum = 0,

    /// <summary>On one node; with priorities 0 to 9.</summary>
    Classic = 1,
}
