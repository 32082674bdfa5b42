namespace Messaging.Benchmarks;

/// <summary>Sends messages; then starts a consumer, which takes them. Its start counts.</summary>
internal sealed class PlainDrain(SideSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var queue = $"{request.Prefix}plain";
        var countdown = new Countdown(request.Tasks);
        var gate = settings.Servers.IsBrokerInProcess ? new Gate() : Gate.AlreadyOpen();

        // Declares the queue, as a sender of MassTransit's does not.
        await using var sender = PlainHost.Build(
            settings, queue, consumes: settings.Servers.IsBrokerInProcess, gate, countdown);
        if (!settings.Servers.IsBrokerInProcess)
        {
            await using var declaring = PlainHost.Build(settings, queue, consumes: true, gate, new Countdown(1));
            await declaring.Start(cancellationToken);
        }

        await sender.Start(cancellationToken);
        await sender.Send(request.Tasks, cancellationToken);

        await using var consumer = settings.Servers.IsBrokerInProcess
            ? null
            : PlainHost.Build(settings, queue, consumes: true, gate, countdown);
        clock.Start();
        gate.Open();
        if (consumer is not null)
            await consumer.Start(cancellationToken);
        clock.Stop(await countdown.Wait(cancellationToken));
    }
}
