namespace Messaging.Consumers;

/// <summary>Says whether this process is the child of a worker, and where that listens.</summary>
internal static class ChildAddress
{
    /// <summary>The environment variable that tells a child.</summary>
    public const string Variable = "MESSAGING_CHILD_SOCKET";

    /// <summary>Path of the worker's socket; <c>null</c> in every other process.</summary>
    public static string? Socket { get; } = Take();

    /// <summary>Taken away, or what this process starts would take itself for a child too.</summary>
    private static string? Take()
    {
        var socket = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, value: null);
        return string.IsNullOrEmpty(socket) ? null : socket;
    }
}
