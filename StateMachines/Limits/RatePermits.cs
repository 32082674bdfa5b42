using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Grants permits of a rate limit: N starts in a window W. Never more than N start in any window, on however many
/// workers, by this argument:
/// <list type="number">
/// <item>Each permit has a time T of its own on the one clock of the store, and the permits of a limit are granted one
/// after the other under its lock. Their times are spaced by d = (W + L) / N.</item>
/// <item>The task starts at s with T ≤ s ≤ T + L. A worker knows the moment of a grant only up to an interval from r to
/// q (see its <c>TrackerClock</c>). With the offset o of T from the grant it starts no earlier than q + o ≥ T, and no
/// later than r + o + L ≤ T + L; a permit for which that is too late is thrown away.</item>
/// <item>So the first and the last of N + 1 starts in a row are at least N · d − L = W apart.</item>
/// <item>L is 3 % of the window, 250 ms at most, unless a worker says that it is later than that as a rule: then it is
/// twice what it says. One who is given such an L makes the spacing larger for all until its last permit is a window
/// old, since (3) must hold for it too.</item>
/// </list>
/// Permits are granted for the next second only. So little is lost with a worker that dies before it uses its own, and
/// a store's clock that was set back costs no more than that second.
/// </summary>
internal static class RatePermits
{
    private const double Share = 0.03;

    /// <summary>How far ahead permits are granted.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LargestTolerance = TimeSpan.FromMilliseconds(250);

    /// <summary>Grants as many as there are.</summary>
    public static (LimitState State, RateGrant Grant) Grant(
        LimitState state, RateDemand demand, TimeSpan lateness, DateTimeOffset now)
    {
        var usual = Min(demand.Window * Share, LargestTolerance);
        var tolerance = Between(usual, lateness * 2, demand.Window);
        var largest = now < state.RelaxesAt && state.Tolerance > tolerance ? state.Tolerance : tolerance;
        var spacing = Spacing(demand, largest);
        var next = Between(now, state.NextAt, now + Horizon + spacing);

        var ends = now + Horizon;
        var permits = next - now > Horizon / 2 ? 0 : (int)Math.Min(demand.Permits, 1 + ((ends - next) / spacing));
        var after = next + (spacing * permits);
        var grant = new RateGrant
        {
            Limit = demand.Limit,
            Key = demand.Key,
            Permits = permits,
            Total = state.Granted + permits,
            First = next - now,
            Spacing = spacing,
            Tolerance = tolerance,
            AskAgainAfter = permits < demand.Permits ? Positive(after - now - (Horizon / 2)) : TimeSpan.Zero,
        };
        state = state with { NextAt = after, Granted = state.Granted + permits };
        if (permits > 0 && tolerance > usual)
            state = state with { Tolerance = largest, RelaxesAt = after + demand.Window + largest };

        return (state, grant);
    }

    /// <summary>Rounded up: ten of a tick too little are a window with one too many.</summary>
    private static TimeSpan Spacing(RateDemand demand, TimeSpan tolerance) =>
        TimeSpan.FromTicks((long)Math.Ceiling((demand.Window + tolerance).Ticks / demand.Count));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private static T Between<T>(T least, T value, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0)
            return least;

        return value.CompareTo(most) > 0 ? most : value;
    }
}
