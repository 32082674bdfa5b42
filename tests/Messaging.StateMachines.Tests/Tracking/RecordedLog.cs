using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes what is logged, for several categories.</summary>
internal sealed class RecordedLog : ILogger<TaskTracker>, ILogger<WaiterReplies>, ILogger<TaskRetention>,
    ILogger<StatePublisher>, ILogger<ScheduleDispatcher>, ILogger<ScheduleRunner>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> entries = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Entries => entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        entries.Enqueue((logLevel, formatter(state, exception)));
}
