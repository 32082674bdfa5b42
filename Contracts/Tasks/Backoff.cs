namespace Messaging.Contracts;

/// <summary>
/// How long to wait before each retry. By default the wait is drawn uniformly from zero to the computed delay ("full
/// jitter"), so that tasks that failed together do not come back together.
/// </summary>
public sealed record Backoff
{
    private Backoff(BackoffKind kind, TimeSpan start, bool jitter)
    {
        Kind = kind;
        Base = start >= TimeSpan.Zero ? start : throw TooShort(start);
        Jitter = jitter;
    }

    /// <summary>How the delay grows.</summary>
    public BackoffKind Kind { get; }

    /// <summary>The fixed delay, the step or the first delay.</summary>
    public TimeSpan Base { get; }

    /// <summary>Longest delay. 600 s by default, as in Celery (<c>retry_backoff_max</c>).</summary>
    public TimeSpan Max { get; private init; } = TimeSpan.FromSeconds(600);

    /// <summary>Whether the wait is drawn at random.</summary>
    public bool Jitter { get; private init; }

    /// <summary>No wait at all.</summary>
    public static Backoff None { get; } = new(BackoffKind.None, TimeSpan.Zero, jitter: false);

    /// <summary>The same delay each time, without jitter.</summary>
    /// <param name="delay">The delay; zero or more.</param>
    public static Backoff Fixed(TimeSpan delay) => new(BackoffKind.Fixed, delay, jitter: false);

    /// <summary><c>base · (retries + 1)</c>: 1, 2, 3, 4 … times the base, with full jitter.</summary>
    /// <param name="step">The base; zero or more.</param>
    public static Backoff Linear(TimeSpan step) => new(BackoffKind.Linear, step, jitter: true);

    /// <summary>
    /// <c>base · 2^retries</c>: 1, 2, 4, 8 … times the base, with full jitter. Celery's
    /// <c>get_exponential_backoff_interval</c>.
    /// </summary>
    /// <param name="start">The base; zero or more.</param>
    public static Backoff Exponential(TimeSpan start) => new(BackoffKind.Exponential, start, jitter: true);

    /// <summary>The same with another longest delay.</summary>
    /// <param name="max">Longest delay; zero or more.</param>
    public Backoff WithMax(TimeSpan max) => With(max, Jitter);

    /// <summary>The same without the draw: the computed delay itself.</summary>
    public Backoff WithoutJitter() => this with { Jitter = false };

    /// <summary>The computed delay, before the draw.</summary>
    /// <param name="retries">Retries so far: 0 after the first failure.</param>
    public TimeSpan Delay(int retries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retries);
        var seconds = Kind switch
        {
            BackoffKind.Linear => Base.TotalSeconds * (retries + 1d),
            BackoffKind.Exponential => Base.TotalSeconds * Math.Pow(2, retries),
            _ => Base.TotalSeconds,
        };

        // Nothing doubled without end is still nothing.
        return Base == TimeSpan.Zero ? Base : TimeSpan.FromSeconds(Math.Min(Max.TotalSeconds, seconds));
    }

    /// <summary>How long to wait.</summary>
    /// <param name="retries">Retries so far: 0 after the first failure.</param>
    /// <param name="random">Where the draw comes from.</param>
    public TimeSpan Draw(int retries, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var delay = Delay(retries);
        return Jitter ? TimeSpan.FromTicks(random.NextInt64(delay.Ticks + 1)) : delay;
    }

    internal static TimeSpan DefaultBase { get; } = TimeSpan.FromSeconds(1);

    internal static Backoff Of(BackoffKind kind, TimeSpan start) => kind switch
    {
        BackoffKind.None => None,
        BackoffKind.Fixed => Fixed(start),
        BackoffKind.Linear => Linear(start),
        _ => Exponential(start),
    };

    internal Backoff With(TimeSpan max, bool jitter) =>
        max >= TimeSpan.Zero ? this with { Max = max, Jitter = jitter } : throw TooShort(max);

    private static ArgumentOutOfRangeException TooShort(TimeSpan value) =>
        new(nameof(value), value, "A backoff's times must be zero or more.");
}
