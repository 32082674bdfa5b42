using System.Text.Json;

namespace Messaging.StateMachines.Tests;

public sealed class ChangedPartsTests
{
    private static readonly Uri Replies = new("queue:replies");

    [Test]
    public void What_has_changed_is_all_that_a_store_has_to_write() =>
        Always.Holds(History.OfOneTask, cases: 3_000, async history =>
        {
            var random = new Random(history.Seed);
            var saga = new TaskSaga();
            TaskSaga? row = null;
            foreach (var batch in history.Batches())
            {
                saga.Changed = TaskSagaParts.None;
                foreach (var happened in batch)
                    await saga.Take(happened);
                if (random.Next(4) == 0)
                    await saga.Take(Consumed.Wait(saga.CorrelationId, Guid.NewGuid(), Replies, Told.At(30)));

                row = ChangedParts.Over(row, saga);
                row.MustBe(saga);
                Assert.That(JsonSerializer.Serialize(row.Waiters), Is.EqualTo(JsonSerializer.Serialize(saga.Waiters)));
            }
        });

    [Test]
    public void News_of_what_is_known_already_need_not_be_written() =>
        Always.Holds(History.OfOneTask, cases: 1_000, async history =>
        {
            var saga = await Sagas.After(history.Events);
            var row = saga.Copy();
            saga.Changed = TaskSagaParts.None;
            foreach (var happened in history.Delivered())
                await saga.Take(happened);

            if (saga.Changed == TaskSagaParts.None)
                saga.MustBe(row);
            ChangedParts.Over(row, saga).MustBe(saga);
        });
}
