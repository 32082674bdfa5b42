namespace Messaging.StateMachines;

/// <summary>How a tracker deals with dead letters.</summary>
/// <param name="AreKept">Whether they are taken from the broker's queues into the store.</param>
/// <param name="Prefix">What all queues of this application begin with.</param>
internal sealed record DeadLetterSettings(bool AreKept, string Prefix)
{
    public static DeadLetterSettings Default { get; } = new(AreKept: true, Prefix: "");
}
