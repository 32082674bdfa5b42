namespace Messaging.PullTransport;

/// <summary>A queue to be there.</summary>
/// <param name="Name">Its name, prefix included.</param>
/// <param name="DeleteWhenIdle">
/// Deleted, with what is in it and what it is subscribed to, when nobody has received from it or said
/// <see cref="IPullBroker.Keep"/> for that long; never if <c>null</c>.
/// </param>
internal sealed record QueueDeclaration(string Name, TimeSpan? DeleteWhenIdle);
