namespace Messaging.Benchmarks;

/// <summary>Sends messages and consumes them at the same time, in one process.</summary>
internal sealed class PlainThroughput(SideSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var countdown = new Countdown(request.Tasks);
        await using var host = PlainHost.Build(
            settings, $"{request.Prefix}plain", consumes: true, Gate.AlreadyOpen(), countdown);
        await host.Start(cancellationToken);

        clock.Start();
        await host.Send(request.Tasks, cancellationToken);
        clock.Stop(await countdown.Wait(cancellationToken));
    }
}
