using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>Sends messages and consumes them at the same time, in one process.</summary>
internal sealed class PlainThroughput(HostSettings settings) : ISide
{
    public async Task Run(RoundRequest request, RoundClock clock, CancellationToken cancellationToken)
    {
        var countdown = new Countdown(request.Tasks);
        await using var host = PlainHost.Consuming<PlainConsumer>(
            settings,
            $"{request.Prefix}plain",
            services => services.AddSingleton(countdown).AddSingleton(Gate.AlreadyOpen()));
        await host.Start(cancellationToken);

        clock.Start();
        await host.Send(request.Tasks, cancellationToken);
        clock.Stop(await countdown.Wait(cancellationToken));
    }
}
