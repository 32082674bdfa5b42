using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>A filter for sagas in memory.</summary>
internal sealed class TaskFilterMatch(TaskFilter filter)
{
    private readonly Guid? first = filter.From is { } from ? TaskTimes.FirstId(from) : null;
    private readonly Guid? end = filter.To is { } to ? TaskTimes.FirstId(to) : null;

    public bool Fits(TaskSaga saga) =>
        FitsState(TaskVerdict.StateOf(saga))
        && FitsText(filter.Name, saga.Name)
        && FitsText(filter.Queue, saga.Queue)
        && FitsText(filter.Worker, saga.Worker)
        && (filter.RootId is null || saga.RootId == filter.RootId)
        && (filter.ParentId is null || saga.ParentId == filter.ParentId)
        && (first is null || saga.CorrelationId >= first)
        && (end is null || saga.CorrelationId < end)
        && (filter.Text is null || Contains(saga, filter.Text));

    private bool FitsState(TaskState state) =>
        state != TaskState.Unknown && (filter.States.Count == 0 || filter.States.Contains(state));

    private static bool FitsText(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);

    private static bool Contains(TaskSaga saga, string text) =>
        Contains(saga.Arguments, text)
        || Contains(saga.Result, text)
        || Contains(saga.Error?.Type, text)
        || Contains(saga.Error?.Message, text);

    private static bool Contains(string? content, string text) =>
        content?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
