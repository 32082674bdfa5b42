namespace Messaging.BrokerTests;

/// <summary>A process's way to the broker, which the test can break.</summary>
internal sealed class BrokerLink(TcpRelay relay, TestBus bus) : IAsyncDisposable
{
    public TestBus Bus => bus;

    /// <summary>Breaks its connections; it may connect anew at once.</summary>
    public void Cut() => relay.Cut();

    /// <summary>Breaks its connections; it cannot connect anew before <see cref="Open"/>.</summary>
    public void Close() => relay.Close();

    /// <summary>Lets it connect again.</summary>
    public void Open() => relay.Open();

    public async ValueTask DisposeAsync()
    {
        await bus.DisposeAsync();
        await relay.DisposeAsync();
    }
}
