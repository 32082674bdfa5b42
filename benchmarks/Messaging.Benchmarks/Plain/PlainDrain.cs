using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>Sends messages; then starts a consumer, which takes them. Its start counts.</summary>
internal sealed class PlainDrain(HostSettings settings) : ISide
{
    public Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken) =>
        settings.Servers.IsBrokerInProcess
            ? InOneHost(request, clock, cancellationToken)
            : InTwoHosts(request, clock, cancellationToken);

    private async Task InOneHost(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var gate = new Gate();
        var countdown = new Countdown(request.Tasks);
        await using var host = Consuming(request, gate, countdown);
        await host.Start(cancellationToken);
        await host.Send(request.Tasks, cancellationToken);

        clock.Start();
        gate.Open();
        clock.Stop(await countdown.Wait(cancellationToken));
    }

    private async Task InTwoHosts(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var countdown = new Countdown(request.Tasks);
        // Declares the queue, as a sender of MassTransit's does not.
        await using (var declaring = Consuming(request, Gate.AlreadyOpen(), countdown))
            await declaring.Start(cancellationToken);

        await using var sender = PlainHost.Sending(settings, Queue(request));
        await sender.Start(cancellationToken);
        await sender.Send(request.Tasks, cancellationToken);

        await using var consumer = Consuming(request, Gate.AlreadyOpen(), countdown);
        clock.Start();
        await consumer.Start(cancellationToken);
        clock.Stop(await countdown.Wait(cancellationToken));
    }

    private static string Queue(RoundRequest request) => $"{request.Prefix}plain";

    private PlainHost Consuming(RoundRequest request, Gate gate, Countdown countdown) =>
        PlainHost.Consuming<PlainConsumer>(
            settings, Queue(request), services => services.AddSingleton(gate).AddSingleton(countdown));
}
