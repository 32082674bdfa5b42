namespace Messaging.Hosting;

/// <summary>What has become of messages that were to be sent.</summary>
/// <param name="Sent">Those that the broker has confirmed.</param>
/// <param name="Failed">Those that failed by themselves, though the broker answers, each with the reason.</param>
/// <param name="BrokerFault">Why the broker cannot be used; <c>null</c> if it can.</param>
internal sealed record SentStored<T>(
    IReadOnlyCollection<T> Sent, IReadOnlyDictionary<T, string> Failed, string? BrokerFault)
    where T : class;
