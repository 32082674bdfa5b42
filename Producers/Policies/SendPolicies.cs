using System.Collections.Concurrent;

namespace Messaging.Producers;

/// <summary>Knows how tasks are sent, by their contract. The host works it out from code and configuration.</summary>
/// <param name="find">Works it out, once for each contract.</param>
internal sealed class SendPolicies(Func<Type, SendPolicy> find)
{
    private readonly ConcurrentDictionary<Type, SendPolicy> known = new();

    /// <summary>None at all.</summary>
    public static SendPolicies None { get; } = new(_ => SendPolicy.None);

    public SendPolicy Of(Type contract) => known.GetOrAdd(contract, find);
}
