namespace Messaging.StateMachines;

/// <summary>Limits that somebody holds to change them.</summary>
public sealed class LimitStates
{
    private readonly IDictionary<LimitId, LimitState> states;

    /// <summary>Limits that are held.</summary>
    /// <param name="now">The time by the store's clock, read when they were held.</param>
    /// <param name="asked">Timestamp of this process from before that was read.</param>
    /// <param name="answered">Timestamp of this process from after that was read.</param>
    /// <param name="states">Their states; changes are written there.</param>
    public LimitStates(
        DateTimeOffset now, long asked, long answered, IDictionary<LimitId, LimitState> states)
    {
        Now = now;
        Asked = asked;
        Answered = answered;
        this.states = states;
    }

    /// <summary>The time by the store's clock.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Timestamp of this process (<c>Stopwatch</c>) from before that was read.</summary>
    public long Asked { get; }

    /// <summary>Timestamp of this process (<c>Stopwatch</c>) from after that was read.</summary>
    public long Answered { get; }

    /// <summary>State of a limit.</summary>
    /// <param name="limit">One of those that are held.</param>
    public LimitState this[LimitId limit]
    {
        get => states[limit];
        set => states[limit] = value;
    }
}
