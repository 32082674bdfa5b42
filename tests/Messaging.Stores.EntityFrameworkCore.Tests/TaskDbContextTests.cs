using Messaging.Contracts;
using Messaging.StateMachines;
using Messaging.Testing;
using Microsoft.EntityFrameworkCore;

namespace Messaging.Stores.EntityFrameworkCore.Tests;

public sealed class TaskDbContextTests
{
    private TaskSaga filled = null!;
    private TaskSaga empty = null!;
    private TaskSaga pending = null!;
    private TaskTables tables = null!;

    private DbSet<TaskRecord> Tasks => tables.Context.Tasks;

    [OneTimeSetUp]
    public async Task SaveTasks()
    {
        (filled, empty, pending) = (SampleSagas.Filled("text"), SampleSagas.Empty(), SampleSagas.In(TaskState.Pending));
        tables = await TaskTables.Prepare(filled, empty, pending);
    }

    [OneTimeTearDown]
    public async Task DropTables() => await tables.DisposeAsync();

    [Test]
    public async Task A_task_is_read_with_all_that_is_known_of_it()
    {
        var task = await Tasks.SingleAsync(row => row.Id == filled.CorrelationId);

        Assert.Multiple(() =>
        {
            Assert.That(task.State, Is.EqualTo(TaskState.Failed));
            Assert.That(task.Version, Is.EqualTo(1));
            Assert.That(task.RevokeMode, Is.EqualTo(RevokeMode.Terminate));
            Assert.That(task.Waiters, Does.Contain("queue:replies"));
            Assert.That(task.Attempts, Is.EqualTo(filled.Attempts));
            Assert.That(task.ReceivedAt, Is.EqualTo(filled.Attempts[^1].ReceivedAt));
            foreach (var property in typeof(TaskRecord).GetProperties().Where(property => !IsToldApart(property.Name)))
            {
                var expected = typeof(TaskSaga).GetProperty(property.Name)!.GetValue(filled);
                Assert.That(property.GetValue(task), Is.EqualTo(expected), property.Name);
            }
        });
    }

    [Test]
    public async Task A_task_of_which_nothing_is_known_is_unknown()
    {
        var task = await Tasks.SingleAsync(row => row.State == TaskState.Unknown);

        Assert.That(task.Id, Is.EqualTo(empty.CorrelationId));
        Assert.That(task.Attempts, Is.Empty);
        Assert.That(task.Error, Is.Null);
        Assert.That(task.Progress, Is.Null);
    }

    [Test]
    public async Task The_only_attempt_of_a_task_is_in_its_own_properties()
    {
        var saga = SampleSagas.WithRuns(1, TaskState.Succeeded);
        await using var others = await TaskTables.Prepare(saga);

        var task = await others.Context.Tasks.SingleAsync();

        Assert.That(task.Attempts, Is.Empty);
        Assert.That(task.Attempt, Is.EqualTo(1));
        Assert.That(task.Worker, Is.EqualTo(saga.Attempts[0].Worker));
        Assert.That(task.ReceivedAt, Is.EqualTo(saga.Attempts[0].ReceivedAt));
        Assert.That(task.FinishedAt, Is.EqualTo(saga.Attempts[0].FinishedAt));
    }

    [Test]
    public async Task Tasks_are_queried_by_what_is_in_their_attempts()
    {
        var retried = await Tasks
            .Where(row => row.Attempts.Any(run => run.Outcome == TaskState.Retrying && run.Error!.Type == "text"))
            .Select(row => new { row.Id, Runs = row.Attempts.Count, row.Error!.Message })
            .ToArrayAsync();

        Assert.That(retried, Is.EqualTo(new[] { new { Id = filled.CorrelationId, Runs = 2, Message = "text" } }));
    }

    [Test]
    public async Task Tasks_are_grouped_and_ordered_by_the_database()
    {
        var counts = await Tasks.GroupBy(row => row.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.State, group => group.Count);
        var sent = await Tasks.Where(row => row.SubmittedAt >= SampleSagas.At(0) && row.Progress!.Total < 0)
            .OrderByDescending(row => row.Id)
            .Select(row => row.FinishedAt - row.StartedAt)
            .ToArrayAsync();

        Assert.That(counts, Has.Count.EqualTo(3).And.ContainKey(TaskState.Failed).WithValue(1));
        Assert.That(sent, Is.EqualTo(new TimeSpan?[] { TimeSpan.FromSeconds(1) }));
    }

    [Test]
    public async Task A_range_of_ids_is_a_range_of_time()
    {
        var noon = SampleSagas.At(0);
        var (before, at, after) = (AtTime(noon.AddHours(-1)), AtTime(noon), AtTime(noon.AddHours(1)));
        await tables.Store.Save([before, at, after], default);
        var (first, end) = (Guid.CreateVersion7(noon.AddMinutes(-1)), Guid.CreateVersion7(noon.AddMinutes(1)));

        var found = await Tasks.Where(row => row.Id > first && row.Id < end).Select(row => row.Id).ToArrayAsync();

        Assert.That(found, Is.EqualTo(new[] { at.CorrelationId }));
    }

    [Test]
    public void Nothing_can_be_saved()
    {
        var task = new TaskRecord { Id = Guid.NewGuid(), Version = 1, State = TaskState.Pending };
        tables.Context.Add(task);

        Assert.That(() => tables.Context.SaveChanges(), Refused);
        Assert.That(() => tables.Context.SaveChangesAsync(), Refused);
    }

    [Test]
    public async Task Nothing_can_be_written_by_other_commands()
    {
        Assert.That(() => Tasks.ExecuteDelete(), Refused);
        Assert.That(() => Tasks.ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "other")), Refused);
        Assert.That(
            () => tables.Context.Database.ExecuteSqlAsync($"TRUNCATE nothing"), Refused);
        Assert.That(await Tasks.AnyAsync(row => row.Id == pending.CorrelationId), Is.True);
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused =>
        Throws.InvalidOperationException.With.Message.StartsWith("TaskDbContext only reads.");

    /// <summary>Asserted one by one, as they have other names or types there.</summary>
    private static bool IsToldApart(string property) => property is nameof(TaskRecord.Id) or nameof(TaskRecord.State)
        or nameof(TaskRecord.Version) or nameof(TaskRecord.Waiters) or nameof(TaskRecord.Attempts)
        or nameof(TaskRecord.ReceivedAt) or nameof(TaskRecord.LostWith);

    private static TaskSaga AtTime(DateTimeOffset time)
    {
        var saga = SampleSagas.In(TaskState.Pending);
        (saga.CorrelationId, saga.SubmittedAt) = (Guid.CreateVersion7(time), time);
        return saga;
    }
}
