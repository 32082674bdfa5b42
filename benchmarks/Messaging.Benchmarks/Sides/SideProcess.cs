using System.Diagnostics;
using System.Text.Json;

namespace Messaging.Benchmarks;

/// <summary>
/// One side in a process of its own, which does all of its rounds: neither side finds the other's garbage in its heap or
/// the other's types in its compiled code, and both are warm.
/// </summary>
internal sealed class SideProcess : IAsyncDisposable
{
    /// <summary>Makes this program a side; its settings follow.</summary>
    public const string Argument = "--side";

    private readonly SideKind side;
    private readonly Process process;
    private bool busy;

    private SideProcess(SideKind side, Process process)
    {
        this.side = side;
        this.process = process;
    }

    /// <summary>Starts the process.</summary>
    public static SideProcess Start(SideSettings settings)
    {
        var program = typeof(SideProcess).Assembly.Location;
        var started = Process.Start(
            new ProcessStartInfo("dotnet", [program, Argument, JsonSerializer.Serialize(settings)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;

        return new SideProcess(settings.Side, started);
    }

    /// <summary>Has it do a round.</summary>
    /// <exception cref="BenchmarkFailedException">It ended instead.</exception>
    public async Task<RoundResult> Run(RoundRequest request, CancellationToken cancellationToken)
    {
        busy = true;
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new BenchmarkFailedException($"The process of {side} ended. What it said is above.", exception);
        }

        var answer = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new BenchmarkFailedException(
                $"The process of {side} ended in a round of {request.Tasks:N0} tasks. What it said is above.");
        busy = false;
        return JsonSerializer.Deserialize<RoundResult>(answer)!;
    }

    /// <summary>Ends it: by itself if it waits for a round, at once if it is in the middle of one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (busy)
            process.Kill();
        else
            process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
