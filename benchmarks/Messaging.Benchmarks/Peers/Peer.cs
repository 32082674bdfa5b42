namespace Messaging.Benchmarks;

/// <summary>Another task queue, or ours among them.</summary>
internal abstract class Peer
{
    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>What carries its tasks.</summary>
    public abstract string Broker { get; }

    /// <summary>Where results go; <c>none</c> if they are thrown away.</summary>
    public abstract string Results { get; }

    /// <summary>What it lacks to run here, and how to get it; <c>null</c> if nothing.</summary>
    public virtual Task<string?> Missing(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Sends tasks, then has one worker run them.</summary>
    public abstract Task<PeerRates> Run(int tasks, CancellationToken cancellationToken);
}
