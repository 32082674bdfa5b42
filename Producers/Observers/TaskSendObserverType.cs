namespace Messaging.Producers;

/// <summary>Says that a service is an observer. Several may be registered, without making any of them.</summary>
/// <param name="Type">A service that implements <see cref="ITaskSendObserver"/>.</param>
internal sealed record TaskSendObserverType(Type Type);
