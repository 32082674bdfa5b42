namespace Messaging.PullTransport.Tests;

/// <summary>Makes calls of one kind fail now and then, before or after they are done: who calls cannot know.</summary>
internal sealed class Failures(string call, int oneIn = 8)
{
    private readonly Lock gate = new();
    private readonly Random random = new(1);

    public int Count { get; private set; }

    public ProcessBroker Broker(BrokerState state, TimeSpan lockTime) => new(state, lockTime)
    {
        Before = Fail,
        After = Fail,
    };

    private void Fail(string made)
    {
        lock (gate)
        {
            // The first always does, so that a call that is made once is tested too.
            if (made != call || (Count > 0 && random.Next(oneIn) > 0))
                return;

            Count++;
        }

        throw new BrokerUnavailableException($"{made} fails, as it should.");
    }
}
