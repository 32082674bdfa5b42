using System.CommandLine;
using System.CommandLine.Invocation;

namespace Messaging.Benchmarks;

/// <summary>Runs what the command line asks for, and turns what can go wrong into a sentence and an exit code.</summary>
internal static class BenchmarkProgram
{
    private const int Failed = 1;
    private const int WrongUse = 2;
    private const int Interrupted = 130;

    public static async Task<int> Run(string[] args)
    {
        var command = new BenchmarkCommand(Measure);
        var parsed = command.Parse(args);
        if (parsed.Action is ParseErrorAction || parsed.Action == command.Action)
        {
            var faults = command.Faults(parsed).ToArray();
            if (faults.Length > 0)
            {
                Progress.Say(string.Join(Environment.NewLine, faults));
                return WrongUse;
            }
        }

        // Signals are handled here: the servers are stopped, however long that takes.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> Measure(BenchmarkArguments arguments)
    {
        using var signals = new Signals();
        try
        {
            var report = await arguments.Scenario.Run(arguments, signals.Token);
            await Console.Out.WriteLineAsync(report.ToJson());
            return 0;
        }
        catch (Exception exception) when (signals.Token.IsCancellationRequested
            && exception is OperationCanceledException or BenchmarkFailedException)
        {
            Progress.Say("Interrupted.");
            return Interrupted;
        }
        catch (BenchmarkFailedException exception)
        {
            Progress.Say(exception.Message);
            return Failed;
        }
    }
}
