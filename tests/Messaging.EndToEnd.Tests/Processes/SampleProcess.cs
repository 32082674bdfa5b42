using System.Diagnostics;
using System.Text;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>One process of the WordCount sample, or of the workers of the tests.</summary>
public sealed class SampleProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Append(errors, line.Data);
            if (line.Data?.Contains("Bus started", StringComparison.Ordinal) == true)
                up.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written to standard output.</summary>
    public string Output => Read(output);

    /// <summary>What it has written to standard error.</summary>
    public string Errors => Read(errors);

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Starts a process of the sample with settings given by environment variables.</summary>
    public static SampleProcess Start(IReadOnlyDictionary<string, string?> settings, params string[] arguments) =>
        StartProgram(
            Path.Combine(TestServers.Root, "samples", "WordCount", "bin", "Release", "net10.0", "WordCount.dll"),
            settings,
            arguments);

    /// <summary>Starts a worker, or what the settings say, with the tasks of Messaging.TestWorker.</summary>
    public static SampleProcess StartWorker(IReadOnlyDictionary<string, string?> settings) => StartProgram(
        Path.Combine(
            TestServers.Root,
            "tests", "Messaging.TestWorker", "bin", "Release", "net10.0", "Messaging.TestWorker.dll"),
        settings);

    /// <summary>Starts another program than the sample.</summary>
    public static SampleProcess StartProgram(
        string program, IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = Redirected("dotnet", [program, .. arguments]);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

        return new SampleProcess(new Process { StartInfo = start });
    }

    /// <summary>Starts a program by its executable.</summary>
    public static SampleProcess StartExecutable(string file, IEnumerable<string> arguments) =>
        new(new Process { StartInfo = Redirected(file, arguments) });

    /// <summary>Waits until a worker or tracker is connected.</summary>
    public async Task IsUp()
    {
        await Task.WhenAny(up.Task, process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.That(process.HasExited, Is.False, () => $"The process has ended: {Errors}");
    }

    /// <summary>Ends the process as <c>kill -9</c> does: nothing in it runs any more.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, as Ctrl-C and orchestrators do.</summary>
    public async Task<int> Terminate()
    {
        await Signal("TERM");
        return await Exit(TimeSpan.FromSeconds(60));
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">Its name, for example <c>TERM</c>.</param>
    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the process's own end.</summary>
    public async Task<int> Exit(TimeSpan deadline)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(deadline);
        }
        catch (TimeoutException exception)
        {
            throw new AssertionException($"The process has not ended within {deadline}. It wrote: {Output} {Errors}", exception);
        }

        return process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static ProcessStartInfo Redirected(string file, IEnumerable<string> arguments) => new(file, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
