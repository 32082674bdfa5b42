using System.Diagnostics;
using Messaging.Testing;

namespace Messaging.Benchmarks.Tests;

/// <summary>One run of the benchmarks.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="Leftovers">Folders of servers that it left behind. A server's is deleted once the server has ended.</param>
internal sealed record BenchmarkRun(int ExitCode, string Output, string Errors, IReadOnlyList<string> Leftovers)
{
    /// <summary>By the command that users run, which builds the program first.</summary>
    public static Task<BenchmarkRun> OfCommand(params string[] arguments) =>
        Of(Checkout.PathOf("benchmarks/run.sh"), arguments);

    /// <summary>By the program itself.</summary>
    public static Task<BenchmarkRun> OfProgram(params string[] arguments) =>
        Of("dotnet", [typeof(Scenario).Assembly.Location, .. arguments]);

    private static async Task<BenchmarkRun> Of(string command, string[] arguments)
    {
        var temporary = Directory.CreateTempSubdirectory("benchmarks");
        // The user that a server runs as has to get through.
        if (!OperatingSystem.IsWindows())
            temporary.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            var start = new ProcessStartInfo(command, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.Environment["TMPDIR"] = temporary.FullName;

            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            var left = Directory.GetDirectories(temporary.FullName, "benchmark-*");

            return new BenchmarkRun(process.ExitCode, await output, await errors, left);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }
}
