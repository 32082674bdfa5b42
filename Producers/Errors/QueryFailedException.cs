using MassTransit;

namespace Messaging.Producers;

/// <summary>A tracker could not answer a query.</summary>
public sealed class QueryFailedException : Exception
{
    internal QueryFailedException(Fault fault)
        : base(
            "The tracker could not answer: "
            + string.Join(" ", fault.Exceptions.Select(info => $"{info.ExceptionType}: {info.Message}"))
            + $" See the log of {fault.Host?.MachineName} (process {fault.Host?.ProcessId}).")
    {
    }

    internal QueryFailedException(string message)
        : base(message)
    {
    }
}
