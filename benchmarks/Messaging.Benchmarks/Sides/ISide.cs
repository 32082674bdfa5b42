namespace Messaging.Benchmarks;

/// <summary>Does the rounds of one side, in the side's own process.</summary>
internal interface ISide
{
    /// <summary>Does one round. What is not to be measured happens outside of the stopwatch.</summary>
    Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken);
}
