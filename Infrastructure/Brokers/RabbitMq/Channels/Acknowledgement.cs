namespace Messaging.RabbitMq;

/// <summary>That a delivery is done with, which the broker is told in its turn.</summary>
/// <param name="tag">The delivery.</param>
internal sealed class Acknowledgement(ulong tag)
{
    private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ulong Tag => tag;

    /// <summary>Done when it has been sent; there is no answer to it.</summary>
    public Task Sent => sent.Task;

    public void Confirm() => sent.TrySetResult();

    public void Fail(Exception exception) => sent.TrySetException(exception);
}
