namespace Messaging.Producers;

/// <summary>There is no dead letter, or no replay, of the id that was given.</summary>
public sealed class DeadLetterNotFoundException : Exception
{
    internal DeadLetterNotFoundException(Guid id, string message, Exception? inner = null)
        : base(message, inner)
    {
        Id = id;
    }

    /// <summary>The id that was given.</summary>
    public Guid Id { get; }
}
