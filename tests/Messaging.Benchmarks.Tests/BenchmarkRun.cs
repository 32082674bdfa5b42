using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.Benchmarks.Tests;

/// <summary>One run of the benchmarks.</summary>
internal sealed record BenchmarkRun(int ExitCode, string Output, string Errors)
{
    /// <summary>By the command that users run, which builds the program first.</summary>
    public static Task<BenchmarkRun> OfCommand(params string[] arguments) =>
        Of(Checkout.PathOf("benchmarks/run.sh"), arguments);

    /// <summary>By the program itself.</summary>
    public static Task<BenchmarkRun> OfProgram(params string[] arguments) =>
        Of("dotnet", [typeof(Scenario).Assembly.Location, .. arguments]);

    private static async Task<BenchmarkRun> Of(string command, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return new BenchmarkRun(process.ExitCode, await output, await errors);
    }
}
