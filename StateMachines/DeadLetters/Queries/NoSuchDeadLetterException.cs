namespace Messaging.StateMachines;

/// <summary>There is no dead letter, or replay, of an id. Clients know this exception by its own name.</summary>
internal sealed class NoSuchDeadLetterException : Exception
{
    private NoSuchDeadLetterException(string message)
        : base(message)
    {
    }

    public static NoSuchDeadLetterException Letter(Guid id) => new(
        $"There is no dead letter {id}. It may have been replayed or discarded, or it has expired "
        + "(Messaging:Tracking:FailureExpiry). A task that has just failed becomes one within moments.");

    public static NoSuchDeadLetterException Replay(Guid id) => new(
        $"There is no replay {id}. Replays that have ended are forgotten as dead letters are "
        + "(Messaging:Tracking:FailureExpiry).");
}
