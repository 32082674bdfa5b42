namespace Messaging.Consumers;

/// <summary>What needs permits of the trackers.</summary>
internal interface IPermitBuyer
{
    /// <summary>Says what is wanted now, and when more will be.</summary>
    void Collect(PermitDemand demand);

    /// <summary>Takes what was granted.</summary>
    void Take(GrantedPermits granted);
}
