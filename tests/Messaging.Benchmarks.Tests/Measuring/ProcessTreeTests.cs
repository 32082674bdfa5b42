using System.Diagnostics;

namespace Messaging.Benchmarks.Tests;

public sealed class ProcessTreeTests
{
    private const string BusyLoop = "for ((i = 0; i < 200000; i++)); do :; done";

    [Test]
    public async Task The_time_of_children_counts_those_that_have_ended_too()
    {
        // A child that works and ends, then one that works and goes on.
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", $"exec 3<&0; ({BusyLoop}); ({BusyLoop}; echo done; read -r <&3) & wait"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            })!;
        try
        {
            await shell.StandardOutput.ReadLineAsync();

            var tree = ProcessTree.CpuMicroseconds(shell.Id);
            var alone = shell.TotalProcessorTime.TotalMicroseconds;
            Assert.That(tree, Is.GreaterThan(alone + 100_000));
        }
        finally
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    [Test]
    public void No_process_has_used_no_time() => Assert.That(ProcessTree.CpuMicroseconds(null), Is.Zero);
}
