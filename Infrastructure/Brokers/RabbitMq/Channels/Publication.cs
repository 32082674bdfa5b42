using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>A message on its way to the broker.</summary>
internal sealed class Publication(
    string exchange, string routingKey, bool mandatory, BasicProperties properties, ReadOnlyMemory<byte> body)
{
    private readonly TaskCompletionSource confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Exchange => exchange;

    public string RoutingKey => routingKey;

    public bool Mandatory => mandatory;

    public BasicProperties Properties => properties;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Done when the broker has taken the message.</summary>
    public Task Confirmed => confirmed.Task;

    public void Confirm() => confirmed.TrySetResult();

    public void Fail(Exception exception)
    {
        if (confirmed.TrySetException(exception))
            // Somebody who does not wait for the confirm is not told.
            _ = confirmed.Task.Exception;
    }
}
