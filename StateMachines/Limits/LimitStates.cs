namespace Messaging.StateMachines;

/// <summary>Limits that somebody holds to change them.</summary>
public sealed class LimitStates
{
    private readonly IDictionary<LimitId, LimitState> states;

    /// <summary>Limits that are held.</summary>
    /// <param name="now">The time by the store's clock, read when they were held.</param>
    /// <param name="states">Their states; changes are written there.</param>
    public LimitStates(DateTimeOffset now, IDictionary<LimitId, LimitState> states)
    {
        Now = now;
        this.states = states;
    }

    /// <summary>The time by the store's clock.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>State of a limit.</summary>
    /// <param name="limit">One of those that are held.</param>
    public LimitState this[LimitId limit]
    {
        get => states[limit];
        set => states[limit] = value;
    }
}
