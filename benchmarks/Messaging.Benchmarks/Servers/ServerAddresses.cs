namespace Messaging.Benchmarks;

/// <summary>Where the servers of a run are.</summary>
internal sealed record ServerAddresses
{
    /// <summary>As in <c>Messaging:Broker</c>.</summary>
    public required string Broker { get; init; }

    /// <summary>Id of the broker's process; <c>null</c> if it is in the .NET process.</summary>
    public int? BrokerProcess { get; init; }

    /// <summary>As in <c>Messaging:Tracking:Store</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Id of the database's process; <c>null</c> if it is in the .NET process.</summary>
    public int? StoreProcess { get; init; }

    public bool IsBrokerInProcess => BrokerProcess is null;

    public bool IsStoreInProcess => StoreProcess is null;
}
