using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What a worker is about to ask for.</summary>
internal sealed class PermitDemand
{
    private TimeSpan? next;

    public List<RateDemand> Rates { get; } = [];

    public List<LeaseDemand> Leases { get; } = [];

    /// <summary>How much later than its time a permit is used as a rule.</summary>
    public TimeSpan Lateness { get; set; }

    public bool IsEmpty => Rates.Count == 0 && Leases.Count == 0;

    /// <summary>How long nobody wants to ask, unless something happens; <c>null</c> for ever.</summary>
    public TimeSpan? Next => next;

    /// <summary>Somebody wants to ask then.</summary>
    public void AskIn(TimeSpan time)
    {
        if (next is null || time < next)
            next = time;
    }
}
