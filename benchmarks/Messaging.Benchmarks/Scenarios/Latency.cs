using System.Diagnostics;
using MassTransit;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Benchmarks;

/// <summary>One task after another on a system that does nothing else, in one process.</summary>
internal sealed class Latency : Scenario
{
    private const int LeastWarmUp = 100;
    private const int MostWarmUp = 500;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public override string Name => "latency";

    public override string Description =>
        "one task after another: until it starts, until its result is there, beside MassTransit's request and response";

    public override int DefaultTasks => 2_000;

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        var settings = HostSettings.Of(arguments, servers.Addresses);
        var prefix = Prefixes.New();
        await using var ours = await OursHost.Start(
            settings, prefix, MessagingRoles.Worker | MessagingRoles.Tracker, Gate.AlreadyOpen(), cancellationToken);
        await using var plain = PlainHost.Consuming<PlainReplyConsumer>(settings, $"{prefix}plain", _ => { });
        await plain.Start(cancellationToken);

        Progress.Say("Warming up");
        await Round(ours, plain, Math.Clamp(arguments.Tasks / 4, LeastWarmUp, MostWarmUp), cancellationToken);

        var rounds = new List<IReadOnlyList<LatencyCase>>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            await Quiet.Wait(servers.Addresses, cancellationToken);
            rounds.Add(await Round(ours, plain, arguments.Tasks, cancellationToken));
            Progress.Say($"Round {round} of {arguments.Rounds}: {string.Join("; ", rounds[^1])}");
        }

        return Report.Of(arguments).Add(rounds);
    }

    private static async Task<IReadOnlyList<LatencyCase>> Round(
        OursHost ours, PlainHost plain, int tasks, CancellationToken cancellationToken)
    {
        var (started, result) = (new LatencyCase("started"), new LatencyCase("get_result"));
        var (call, request) = (new LatencyCase("call"), new LatencyCase("masstransit_request"));
        var watch = ours.Services.GetRequiredService<StartWatch>();
        var requests = plain.Bus.CreateRequestClient<PlainNoOp>(plain.Queue);

        for (var number = 0; number < tasks; number++)
        {
            var start = watch.Next();
            var began = Stopwatch.GetTimestamp();
            var handle = await ours.Client.Send(new Timed(number), cancellationToken);
            Check(number, await handle.GetResult(Longest, cancellationToken));
            result.Add(began, Stopwatch.GetTimestamp());
            started.Add(began, await start);
        }

        for (var number = 0; number < tasks; number++)
        {
            var began = Stopwatch.GetTimestamp();
            Check(number, await ours.Client.Call(new Timed(number), Longest, cancellationToken));
            call.Add(began, Stopwatch.GetTimestamp());
        }

        for (var number = 0; number < tasks; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var response = await requests.GetResponse<PlainReply>(
                new PlainNoOp(number), cancellationToken, RequestTimeout.After(s: (int)Longest.TotalSeconds));
            Check(number, response.Message.Number);
            request.Add(began, Stopwatch.GetTimestamp());
        }

        return [started, result, call, request];
    }

    private static void Check(int sent, int result)
    {
        if (result != sent)
            throw new BenchmarkFailedException($"The result of a task is {result} instead of {sent}.");
    }
}
