namespace Messaging.Benchmarks;

/// <summary>
/// Holds consumers back until all is queued, on a broker that is in the process: there a worker cannot start later
/// without a broker of its own. Open from the beginning elsewhere, where waiting for it costs nothing.
/// </summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => opened.Task;

    public void Open() => opened.TrySetResult();

    public static Gate AlreadyOpen()
    {
        var gate = new Gate();
        gate.Open();
        return gate;
    }
}
