using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Notes on a failed task's message what its own headers do not say: which attempt was the last, why it is dead, and the
/// error as the trackers are told it.
/// </summary>
internal static class DeadLetterHeaders
{
    /// <summary>RabbitMQ takes no headers above 128 KiB in all, and cuts the connection instead.</summary>
    private const int MostOfMessage = 4_000;

    private const int MostOfStackTrace = 16_000;

    public static void Set(SendHeaders headers, TaskExecution execution, Exception failure)
    {
        var error = ExecutionEvents.ErrorOf(failure);
        headers.Set(TaskHeaders.Attempt, TaskHeaderFormat.Write(execution.Attempt));
        headers.Set(TaskHeaders.DeadLetterReason, DeadLetterReasons.Of(failure).ToString());
        headers.Set(MessageHeaders.FaultExceptionType, error.Type);
        headers.Set(MessageHeaders.FaultMessage, Beginning(error.Message, MostOfMessage));
        headers.Set(MessageHeaders.FaultStackTrace, Beginning(error.StackTrace ?? "", MostOfStackTrace));
    }

    private static string Beginning(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
