using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messaging.Testing;

/// <summary>Keeps what is logged at Information and above, for tests that assert it.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>All lines so far, each with its level and category before it.</summary>
    public IReadOnlyList<string> All => [.. lines];

    /// <summary>Waits for a line that contains a text.</summary>
    public Task<string?> WaitFor(string text) => Eventually.Get(
        () => Task.FromResult(lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))),
        line => line is not null);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is open.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}");
        }
    }
}
