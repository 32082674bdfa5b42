using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class CommutingEventsTests
{
    [Test]
    public void Events_lead_to_the_same_saga_in_any_order_and_any_number() =>
        Always.Holds(History.OfOneTask, cases: 6_000, async history =>
            (await Sagas.After(history.Delivered())).MustBe(await Sagas.After(history.Events)));

    [Test]
    public void Times_are_equal_if_they_are_to_the_microsecond() =>
        Always.Holds(History.OfOneTask, cases: 1_000, async history =>
            (await Sagas.After(OtherPrecision.Of(history).Events)).MustBe(await Sagas.After(history.Events)));

    [Test]
    public void News_of_what_is_known_already_changes_nothing() =>
        Always.Holds(History.OfOneTask, cases: 1_000, async history =>
        {
            var saga = await Sagas.After(history.Events);
            var known = saga.Copy();
            foreach (var happened in history.Delivered())
            {
                await saga.Take(happened);
                saga.MustBe(known);
            }
        });

    [Test]
    public void A_late_event_never_moves_a_task_back() =>
        Always.Holds(History.OfOneTask, cases: 3_000, async history =>
        {
            var saga = new TaskSaga();
            foreach (var happened in history.Delivered())
            {
                var before = saga.Copy();
                await saga.Take(happened);
                MustNotBeBehind(saga, before);
            }
        });

    private static void MustNotBeBehind(TaskSaga saga, TaskSaga before)
    {
        if (Compare(saga, before) < 0)
            throw new AssertionException($"{before.CurrentState} became {saga.CurrentState}:\n{saga.Facts()}");
    }

    /// <summary>
    /// Success is ahead of all else; then the later replay; after that an end is ahead of none; then the higher attempt, and
    /// within it, among ends, the later one, and else the one that has come further.
    /// </summary>
    private static int Compare(TaskSaga left, TaskSaga right) => Place(left).CompareTo(Place(right));

    private static (bool, int, bool, int, TaskState, DateTimeOffset?) Place(TaskSaga saga)
    {
        var state = Enum.TryParse<TaskState>(saga.CurrentState, out var known) ? known : TaskState.Unknown;
        var isEnd = state >= TaskState.Succeeded;

        return (
            state == TaskState.Succeeded,
            saga.ReplayAttempt,
            isEnd,
            saga.Attempt,
            isEnd ? TaskState.Unknown : state,
            saga.FinishedAt);
    }
}
