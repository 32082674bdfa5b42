using System.Diagnostics;

namespace Messaging.Benchmarks;

/// <summary>The scripts in tests/servers.</summary>
internal static class ServerScript
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "servers");

    /// <summary>Runs one to its end, and gives what it printed.</summary>
    /// <param name="command">Its name and arguments.</param>
    /// <param name="cancellationToken">Gives up; ends the script.</param>
    /// <exception cref="BenchmarkFailedException">It failed.</exception>
    public static async Task<string> Run(string[] command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Folder, command[0]), command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new BenchmarkFailedException(
                    $"{string.Join(' ', command)} failed with exit code {process.ExitCode}: {(await errors).Trim()} "
                    + "Servers that are not installed come with tests/servers/install.sh.");
            }

            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
