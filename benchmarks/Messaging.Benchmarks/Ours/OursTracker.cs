using Messaging.Hosting;

namespace Messaging.Benchmarks;

/// <summary>Starts a tracker whose queue is full. Its start counts.</summary>
internal sealed class OursTracker(HostSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        await using var tracker = OursHost.Build(
            settings, request.Prefix, MessagingRoles.Tracker, Gate.AlreadyOpen());

        clock.Start();
        await tracker.Start(cancellationToken);
        clock.Stop(await new Completion(tracker.Client).UntilSucceeded(
            request.Tasks, request.LastTask!.Value, cancellationToken));
    }
}
