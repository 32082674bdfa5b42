using System.Runtime.CompilerServices;

namespace Messaging.Consumers.Tests.Pools;

/// <summary>
/// Awaited, it always suspends, and another thread goes on with what follows, where a task would: in the context of who
/// awaits it, else on the thread pool.
/// </summary>
internal readonly struct OnAnotherThread : INotifyCompletion
{
    public bool IsCompleted => false;

    public OnAnotherThread GetAwaiter() => this;

    public void GetResult()
    {
        // There is none.
    }

    public void OnCompleted(Action continuation)
    {
        var context = SynchronizationContext.Current;
        var thread = new Thread(() =>
        {
            if (context is null)
                ThreadPool.QueueUserWorkItem(_ => continuation());
            else
                context.Post(_ => continuation(), null);
        });
        thread.Start();
    }
}
