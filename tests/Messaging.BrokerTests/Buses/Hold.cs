using MassTransit;

namespace Messaging.BrokerTests;

/// <summary>Keeps consumers from ending until the test lets them.</summary>
internal sealed class Hold
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets them end, now and later.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>What a consumer does that is kept.</summary>
    public Task Wait(ConsumeContext context) => released.Task;

    /// <summary>The same, but one whose message the transport takes away goes on.</summary>
    public Task WaitUnlessCancelled(ConsumeContext context) => released.Task.WaitAsync(context.CancellationToken);
}
