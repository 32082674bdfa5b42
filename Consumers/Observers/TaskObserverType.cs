namespace Messaging.Consumers;

/// <summary>Says that a service is an observer. Several may be registered, without making any of them.</summary>
/// <param name="Type">A service that implements <see cref="ITaskObserver"/>.</param>
internal sealed record TaskObserverType(Type Type);
