using System.Diagnostics;
using System.Text.Json;

namespace Messaging.Benchmarks;

/// <summary>The scripts in benchmarks/peers.</summary>
internal static class PeerScript
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>Folder of a peer's script.</summary>
    public static string Folder(string peer) => Path.Combine(Repository.Root, "benchmarks", "peers", peer);

    /// <summary>Whether a command can be run and succeeds.</summary>
    public static async Task<bool> Succeeds(string folder, string[] command, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, _) = await Run(folder, command, NoVariables, quiet: true, cancellationToken);
            return exitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such command.
            return false;
        }
    }

    /// <summary>Runs a script, whose last line of output is its rates.</summary>
    /// <exception cref="BenchmarkFailedException">It failed.</exception>
    public static async Task<PeerRates> Measure(
        string folder,
        string[] command,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var (exitCode, output) = await Run(folder, command, environment, quiet: false, cancellationToken);
        var line = output.Trim().Split('\n')[^1];
        return exitCode == 0 && line.StartsWith('{')
            ? JsonSerializer.Deserialize<PeerRates>(line)!
            : throw new BenchmarkFailedException(
                $"'{string.Join(' ', command)}' in {folder} ended with exit code {exitCode} and printed '{line}' instead "
                + "of its rates. What it said is above.");
    }

    private static async Task<(int ExitCode, string Output)> Run(
        string folder,
        string[] command,
        IReadOnlyDictionary<string, string> environment,
        bool quiet,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = quiet,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        try
        {
            var errors = quiet ? process.StandardError.ReadToEndAsync(cancellationToken) : Task.FromResult("");
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await errors;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
