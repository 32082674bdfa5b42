using System.Runtime.InteropServices;
using System.Text.Json;

namespace Messaging.Benchmarks;

/// <summary>
/// A side's process: reads a <see cref="RoundRequest"/> a line, does the round, prints its <see cref="RoundResult"/> as
/// a line; ends with its input.
/// </summary>
internal static class SideLoop
{
    private const int Failed = 1;

    public static async Task<int> Run(string settingsJson)
    {
        // A terminal's Ctrl-C reaches every process of the group. This one is ended by the one that started it.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        var settings = JsonSerializer.Deserialize<SideSettings>(settingsJson)!;
        var side = Create(settings);
        try
        {
            while (await Console.In.ReadLineAsync() is { } line)
            {
                var clock = new RoundClock(settings.Host.Servers);
                await side.Run(JsonSerializer.Deserialize<RoundRequest>(line)!, clock, CancellationToken.None);
                GC.Collect();
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(clock.Result));
            }

            return 0;
        }
        catch (BenchmarkFailedException exception)
        {
            Progress.Say($"{settings.Side}: {exception.Message}");
            return Failed;
        }
    }

    private static ISide Create(SideSettings settings) => settings.Side switch
    {
        SideKind.OursThroughput => new OursThroughput(settings.Host),
        SideKind.OursDrain => new OursDrain(settings.Host),
        SideKind.PlainThroughput => new PlainThroughput(settings.Host),
        SideKind.PlainDrain => new PlainDrain(settings.Host),
        SideKind.Tracker => new OursTracker(settings.Host),
        SideKind.ScheduledWorker => new OursScheduledWorker(settings.Host),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Side, "There is no such side."),
    };
}
