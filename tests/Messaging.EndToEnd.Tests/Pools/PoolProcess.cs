using System.Diagnostics;
using System.Text;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>Messaging.PoolWorker as a process of its own, started by its executable.</summary>
internal sealed class PoolProcess : IDisposable
{
    private readonly StringBuilder errors = new();
    private readonly Process process;

    private PoolProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.AppendLine(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    public static PoolProcess Start(Dictionary<string, string?> settings) => new(new Process
    {
        StartInfo = new ProcessStartInfo(Path.ChangeExtension(PoolHost.Program, null), PoolHost.Arguments(settings))
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        },
    });

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> Exit()
    {
        await process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
