using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Whether a dead letter in memory fits a filter.</summary>
internal static class DeadLetterFilterMatch
{
    public static bool Fits(this DeadLetterFilter filter, StoredDeadLetter letter) =>
        (filter.Id is null || filter.Id == letter.Id)
        && (filter.TaskId is null || filter.TaskId == letter.TaskId)
        && (filter.Queue is null || filter.Queue == letter.Queue)
        && (filter.Name is null || filter.Name == letter.Name)
        && (filter.Reason is null || filter.Reason == letter.Reason)
        && (filter.ErrorType is null || filter.ErrorType == letter.Error.Type)
        && (filter.Text is null || letter.Error.Message.Contains(filter.Text, StringComparison.OrdinalIgnoreCase))
        && (filter.From is null || letter.DeadAt >= filter.From)
        && (filter.To is null || letter.DeadAt < filter.To);
}
