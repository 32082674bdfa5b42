using System.Globalization;

namespace Messaging.Consumers;

/// <summary>Says how a process has ended.</summary>
internal static class ChildExit
{
    /// <summary>What .NET adds to the number of the signal that ended a process, as shells do.</summary>
    private const int Signal = 128;

    public static string Describe(int exitCode, string lastErrors)
    {
        var how = !OperatingSystem.IsWindows() && SignalOf(exitCode - Signal) is { } signal
            ? $"it was killed by {signal} (exit code {exitCode})."
            : string.Create(CultureInfo.InvariantCulture, $"it exited with code {exitCode}.");
        return lastErrors.Length == 0 ? how : $"{how} Last of its standard error: {lastErrors}";
    }

    private static string? SignalOf(int number) => number switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL, as the kernel does when memory runs out",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => null,
    };
}
