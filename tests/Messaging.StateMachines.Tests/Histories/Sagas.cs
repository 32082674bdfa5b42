using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Sagas made by events, in memory, and what is compared of them.</summary>
internal static class Sagas
{
    /// <summary>One for all: it takes long to make and keeps nothing of a task.</summary>
    public static readonly TaskStateMachine Machine = new();

    private static readonly JsonSerializerOptions Readable = new(TaskJson.Options) { WriteIndented = true };

    public static async Task<TaskSaga> After(params IEnumerable<object> events)
    {
        var saga = new TaskSaga();
        foreach (var happened in events)
            await saga.Take(happened);

        return saga;
    }

    public static Task Take(this TaskSaga saga, object happened) => saga.Take(Consumed.Event(happened));

    public static Task Take(this TaskSaga saga, TrackedEvent tracked)
    {
        saga.CorrelationId = tracked.TaskId;
        return tracked.Raise(Machine, saga);
    }

    /// <summary>All that the events say: how often it was written and who waits for it is another matter.</summary>
    public static string Facts(this TaskSaga saga)
    {
        var facts = saga.Copy();
        facts.Version = 0;
        facts.Waiters = [];
        return JsonSerializer.Serialize(facts, Readable);
    }

    /// <summary>Fails unless they say the same.</summary>
    public static void MustBe(this TaskSaga saga, TaskSaga expected)
    {
        var facts = saga.Facts();
        var expectedFacts = expected.Facts();
        if (!string.Equals(facts, expectedFacts, StringComparison.Ordinal))
        {
            throw new AssertionException(
                $"Expected:\n{Apart(expectedFacts, facts)}\nBut was:\n{Apart(facts, expectedFacts)}");
        }
    }

    private static string Apart(string facts, string others) =>
        string.Join('\n', facts.Split('\n').Except(others.Split('\n'), StringComparer.Ordinal));
}
