using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

public abstract class ListingSuite : BehaviourSuite
{
    [Test]
    public async Task Tasks_are_listed_page_by_page_newest_first()
    {
        var job = new TaskOptions { RootId = Guid.CreateVersion7() };
        var sent = await Tasks.SendMany(Enumerable.Range(0, 7).Select(number => new Add(number, 1)), job);
        foreach (var task in sent)
            await task.WaitForSubmission();
        var query = new ListTasks { Filter = Of(job), PageSize = 3, PreviewLength = 8 };

        // A page may have fewer tasks than were asked for, and more follow all the same.
        var pages = new List<TaskPage> { await Tasks.ListPage(query) };
        while (pages[^1].NextCursor is { } cursor)
            pages.Add(await Tasks.ListPage(query with { Cursor = cursor }));

        TaskSummary[] listed = [.. pages.SelectMany(page => page.Tasks)];
        Assert.That(pages.Select(page => page.Tasks.Count), Has.All.LessThanOrEqualTo(3));
        Assert.That(
            listed.Select(task => task.TaskId), Is.EqualTo(sent.Select(task => task.TaskId).OrderDescending()));
        Assert.That(listed.Select(task => task.State), Is.All.EqualTo(TaskState.Succeeded));
        Assert.That(listed.Select(task => task.Arguments), Is.All.StartsWith("{\"x\":").And.All.Length.EqualTo(8));
        Assert.That(listed.Select(task => task.Result), Is.EquivalentTo(Enumerable.Range(1, 7).Select(sum => $"{sum}")));
    }

    [Test]
    public async Task All_pages_can_be_gone_through_as_one()
    {
        var job = new TaskOptions { RootId = Guid.CreateVersion7(), Queue = "nobody" };
        var sent = await Tasks.SendMany(Enumerable.Range(0, 25).Select(number => new Add(number, 1)), job);
        await Eventually.Get(() => Tasks.Count(new CountTasks { RootId = job.RootId }), Is25);

        var listed = new List<Guid>();
        await foreach (var task in Tasks.List(new ListTasks { Filter = Of(job), PageSize = 10 }))
            listed.Add(task.TaskId);

        Assert.That(listed, Is.EqualTo(sent.Select(task => task.TaskId).OrderDescending()));
        Assert.That(await First(Tasks.List(Of(job))), Is.EqualTo(listed[0]));

        static bool Is25(TaskCounts counts) => counts.States.Values.Sum() == 25;
    }

    [Test]
    public async Task A_failed_task_is_found_by_state_time_and_the_text_of_its_error()
    {
        var before = TimeProvider.System.GetUtcNow();
        var task = await Tasks.Send(
            new FailTimes(Guid.NewGuid().ToString("N"), 9), new TaskOptions { MaxRetries = 0, RootId = Guid.NewGuid() });
        await task.Wait(Soon);
        var filter = new TaskFilter { States = [TaskState.Failed], From = before, Text = "ON PURPOSE, RUN 1" };

        var found = await Tasks.List(filter).ToArrayAsync();
        var tooEarly = await Tasks.List(filter with { From = null, To = before }).ToArrayAsync();

        var failed = found.Single(summary => summary.TaskId == task.TaskId);
        Assert.That(failed.Error!.Type, Is.EqualTo("System.IO.InvalidDataException"));
        Assert.That(failed.Error.StackTrace, Is.Null);
        Assert.That(tooEarly.Select(summary => summary.TaskId), Has.No.Member(task.TaskId));
    }

    [Test]
    public async Task Tasks_are_counted_by_name()
    {
        var job = new TaskOptions { RootId = Guid.CreateVersion7(), MaxRetries = 0 };
        await (await Tasks.Send(new Add(1, 1), job)).Wait(Soon);
        await (await Tasks.Send(new FailTimes(Guid.NewGuid().ToString("N"), 9), job)).Wait(Soon);

        var counts = await Tasks.Count(new CountTasks { Filter = Of(job), By = CountBy.NameAndState });

        Assert.That(
            counts.Names.Select(name => (name.Name, name.Total, name.States.Keys.Single())),
            Is.EqualTo(new (string?, long, string)[] { ("math.add", 1, "Succeeded"), ("test.fail", 1, "Failed") }));
    }

    [Test]
    public async Task The_backlog_tells_what_waits_in_a_queue_and_since_when()
    {
        var options = new TaskOptions { Queue = $"lonely-{Guid.NewGuid():N}" };
        var oldest = await Tasks.Send(new Add(1, 1), options);
        await Tasks.Send(new Add(2, 2), options);
        var queue = Queue[..^"default".Length] + options.Queue;

        var backlog = await Eventually.Get(
            () => Tasks.GetBacklog(queue), answer => answer.Queues is [{ Waiting: 2 }]);

        Assert.That(backlog.Queues[0].Queue, Is.EqualTo(queue));
        Assert.That(backlog.Queues[0].Running, Is.Zero);
        Assert.That(backlog.Queues[0].OldestTaskId, Is.EqualTo(oldest.TaskId));
        Assert.That(backlog.Queues[0].OldestSince, Is.EqualTo((await oldest.GetStatus()).SubmittedAt));
        Assert.That((await Tasks.GetBacklog()).Queues.Select(other => other.Queue), Has.Member(queue));
    }

    [Test]
    public void A_question_that_cannot_be_meant_is_not_sent()
    {
        Assert.That(
            () => Tasks.ListPage(new ListTasks { PageSize = 0, Cursor = "2" }),
            Throws.TypeOf<TaskQueryException>().With.Message.EqualTo(
                "ListTasks was not sent. PageSize is 0. Allowed: 1 to 1,000. Cursor is '2', which no page had. Pass on "
                + "NextCursor of the page before as it is, or null to begin."));
        Assert.That(
            () => Tasks.List(new TaskFilter { Text = "" }), Throws.TypeOf<TaskQueryException>(), "before it is run");
        Assert.That(
            () => Tasks.Count(new CountTasks { Name = "a", Filter = new TaskFilter { Name = "b" } }),
            Throws.TypeOf<TaskQueryException>());
    }

    private static TaskFilter Of(TaskOptions job) => new() { RootId = job.RootId };

    private static async Task<Guid?> First(IAsyncEnumerable<TaskSummary> tasks)
    {
        await foreach (var task in tasks)
            return task.TaskId;

        return null;
    }
}
