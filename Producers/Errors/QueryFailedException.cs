using MassTransit;

namespace Messaging.Producers;

/// <summary>A tracker could not answer a query.</summary>
public sealed class QueryFailedException : Exception
{
    private readonly Fault? fault;

    internal QueryFailedException(Fault fault)
        : base(
            "The tracker could not answer: "
            + string.Join(" ", fault.Exceptions.Select(info => $"{info.ExceptionType}: {info.Message}"))
            + $" See the log of {fault.Host?.MachineName} (process {fault.Host?.ProcessId}).")
    {
        this.fault = fault;
    }

    internal QueryFailedException(string message)
        : base(message)
    {
    }

    /// <summary>What the tracker's exception of a type says; <c>null</c> if it was none of that type.</summary>
    /// <param name="exceptionType">The type's name without its namespace.</param>
    internal string? CauseOf(string exceptionType) => fault?.Exceptions
        .FirstOrDefault(info => info.ExceptionType?.EndsWith("." + exceptionType, StringComparison.Ordinal) == true)
        ?.Message;
}
