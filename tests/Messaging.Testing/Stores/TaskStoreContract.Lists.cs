using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

public abstract partial class TaskStoreContract
{
    private static IEnumerable<TestCaseData> TextsToFind =>
    [
        Text("in upper case", "ORDER-17"),
        Text("of the world", "GRÜSSE"),
        Text("with a percent sign", "100%"),
        Text("with an underscore", "first_name"),
        Text("with a backslash", @"C:\temp"),
        Text("with quotes", "it's \"quoted\""),
        Text("that looks like a parameter", "$1 {0}"),
    ];

    [Test]
    public async Task Tasks_are_listed_newest_first_whatever_the_version_of_their_ids()
    {
        TaskSaga[] sagas = [.. Enumerable.Range(0, 20).Select(_ => SampleSagas.In(TaskState.Pending))];
        foreach (var saga in sagas[..10])
            saga.CorrelationId = Guid.NewGuid();
        await Save(sagas);

        var listed = await Store.List(new ListTasks(), before: null, default);

        var byBytes = sagas.Select(saga => saga.CorrelationId)
            .OrderByDescending(id => Convert.ToHexString(id.ToByteArray(bigEndian: true)), StringComparer.Ordinal);
        Assert.That(listed.Tasks.Select(task => task.TaskId), Is.EqualTo(byBytes));
        Assert.That(listed.GoOnBefore, Is.Null);
    }

    [TestCase(25, 10, new[] { 10, 10, 5 })]
    [TestCase(20, 10, new[] { 10, 10 })]
    [TestCase(3, 1, new[] { 1, 1, 1 })]
    [TestCase(0, 10, new[] { 0 })]
    public async Task Pages_follow_each_other_until_there_is_nothing_more(int tasks, int pageSize, int[] pages)
    {
        TaskSaga[] sagas = [.. Enumerable.Range(0, tasks).Select(_ => SampleSagas.In(TaskState.Started))];
        await Save(sagas);

        var found = new List<IReadOnlyList<TaskSummary>>();
        for (Guid? before = null; found.Count == 0 || before is not null;)
        {
            var page = await Store.List(new ListTasks { PageSize = pageSize }, before, default);
            found.Add(page.Tasks);
            before = page.GoOnBefore;
        }

        Assert.That(found.Select(page => page.Count), Is.EqualTo(pages));
        Assert.That(
            found.SelectMany(page => page).Select(task => task.TaskId),
            Is.EqualTo(sagas.Select(saga => saga.CorrelationId).OrderDescending()));
    }

    [Test]
    public async Task What_is_rare_is_found_by_going_on()
    {
        TaskSaga[] sagas = [.. Enumerable.Range(0, 12_000).Select(_ => SampleSagas.In(TaskState.Succeeded))];
        Array.Sort(sagas, (left, right) => left.CorrelationId.CompareTo(right.CorrelationId));
        TaskSaga[] rare = [sagas[^1], sagas[5_000], sagas[0]];
        foreach (var saga in rare)
            saga.Worker = "rare";
        foreach (var chunk in sagas.Chunk(4_000))
            await Save(chunk);

        var found = await Find(new TaskFilter { Worker = "rare" });

        Assert.That(found, Is.EqualTo(Ids(rare)));
    }

    [Test]
    public async Task Tasks_are_listed_by_state()
    {
        var sagas = Array.ConvertAll(Enum.GetValues<TaskState>(), SampleSagas.In);
        await Save(sagas);

        foreach (var state in Enum.GetValues<TaskState>().Skip(1))
            Assert.That(await Find(In(state)), Is.EqualTo(Ids(sagas[(int)state])), state.ToString());
        Assert.That(
            await Find(In(TaskState.Failed, TaskState.Revoked)), Is.EqualTo(Ids(sagas[8], sagas[7])));
        Assert.That(
            await Find(In(TaskState.Pending, TaskState.Retrying)), Is.EqualTo(Ids(sagas[5], sagas[1])));
        Assert.That(
            await Find(In(TaskState.Pending, TaskState.Succeeded, TaskState.Failed)),
            Is.EqualTo(Ids(sagas[7], sagas[6], sagas[1])));
        Assert.That(
            await Find(new TaskFilter()), Has.Count.EqualTo(sagas.Length - 1), "all but that of which nothing is known");
    }

    [Test]
    public async Task Tasks_are_listed_by_what_is_known_of_them()
    {
        var (root, parent) = (Guid.NewGuid(), Guid.NewGuid());
        var (plain, full, other) = (
            SampleSagas.In(TaskState.Started), SampleSagas.In(TaskState.Started), SampleSagas.In(TaskState.Started));
        (full.RootId, full.ParentId, full.Name, full.Queue, full.Worker) = (root, parent, "add", "low", "w1");
        (other.RootId, other.ParentId, other.Name, other.Queue, other.Worker) =
            (Guid.NewGuid(), Guid.NewGuid(), "Add", "high", "w2");
        await Save(plain, full, other);

        TaskFilter[] filters =
        [
            new() { RootId = root }, new() { ParentId = parent }, new() { Name = "add" }, new() { Queue = "low" },
            new() { Worker = "w1" }, new() { RootId = root, ParentId = parent, Name = "add", Queue = "low" },
        ];
        foreach (var filter in filters)
            Assert.That(await Find(filter), Is.EqualTo(Ids(full)), filter.ToString());
        Assert.That(await Find(new TaskFilter { RootId = root, Name = "Add" }), Is.Empty);
        Assert.That(await Find(new TaskFilter { Worker = "w1' OR '1'='1" }), Is.Empty);
        Assert.That(await Find(new TaskFilter { Name = "a\0dd" }), Is.Empty);
    }

    [Test]
    public async Task A_range_of_time_begins_with_its_first_millisecond_and_ends_before_its_last()
    {
        var noon = SampleSagas.At(0);
        noon = noon.AddTicks(-(noon.Ticks % TimeSpan.TicksPerMillisecond));
        var sagas = Array.ConvertAll([-1, 0, 1, 2], milliseconds => AtTime(noon.AddMilliseconds(milliseconds)));
        var timeless = SampleSagas.In(TaskState.Pending);
        timeless.CorrelationId = Guid.NewGuid();
        await Save([.. sagas, timeless]);

        Assert.That(await Find(Time(noon, noon.AddMilliseconds(2))), Is.EqualTo(Ids(sagas[2], sagas[1])));
        Assert.That(await Find(Time(noon.AddTicks(1), noon.AddMilliseconds(1).AddTicks(9))), Is.EqualTo(Ids(sagas[1])));
        Assert.That(await Find(Time(noon.AddMilliseconds(2), noon.AddMilliseconds(3))), Is.EqualTo(Ids(sagas[3])));
        Assert.That(await Find(Time(noon.AddMilliseconds(3), noon.AddMilliseconds(4))), Is.Empty);
        Assert.That(
            await Find(Time(noon, DateTimeOffset.MaxValue)), Is.SupersetOf(Ids(sagas[1..])));
        Assert.That(await Find(Time(DateTimeOffset.MinValue, noon)), Has.Member(sagas[0].CorrelationId));
        Assert.That(
            await Find(Time(noon.ToOffset(TimeSpan.FromHours(5)), to: null)), Is.SupersetOf(Ids(sagas[3], sagas[1])));
    }

    [TestCaseSource(nameof(TextsToFind))]
    public async Task A_text_is_found_in_arguments_result_and_error(string text)
    {
        var content = $"before {text.ToLowerInvariant()} after";
        var sagas = Array.ConvertAll([0, 1, 2, 3, 4], _ => SampleSagas.In(TaskState.Failed));
        sagas[0].Arguments = content;
        sagas[1].Result = content;
        sagas[2].Error = new TaskError { Type = content, Message = "" };
        sagas[3].Error = new TaskError { Type = "", Message = content };
        sagas[4].Error = new TaskError { Type = "", Message = "", StackTrace = content };
        foreach (var near in new[] { "100 per cent", "firstXname", "C:temp", @"C:\\temp", "$2" })
        {
            var saga = SampleSagas.In(TaskState.Succeeded);
            saga.Arguments = near;
            await Save(saga);
        }

        await Save(sagas);

        Assert.That(await Find(new TaskFilter { Text = text }), Is.EqualTo(Ids(sagas[..4])));
    }

    [Test]
    public async Task A_list_shows_what_an_operator_needs()
    {
        var saga = SampleSagas.Filled("text");
        await Save(saga);

        var task = (await Store.List(new ListTasks(), before: null, default)).Tasks.Single();

        Assert.That(task, Is.EqualTo(new TaskSummary
        {
            TaskId = saga.CorrelationId,
            State = TaskState.Failed,
            Name = saga.Name,
            Queue = saga.Queue,
            Worker = saga.Worker,
            Attempt = saga.Attempt,
            SubmittedAt = saga.SubmittedAt,
            Eta = saga.Eta,
            StartedAt = saga.StartedAt,
            FinishedAt = saga.FinishedAt,
            RootId = saga.RootId,
            ParentId = saga.ParentId,
            Error = new TaskError { Type = "text", Message = "text" },
        }));
    }

    [Test]
    public async Task What_is_long_is_cut()
    {
        var saga = SampleSagas.Filled(string.Concat(Enumerable.Repeat("0123456789", 500)));
        await Save(saga);

        var listed = await Store.List(new ListTasks { PreviewLength = 15 }, before: null, default);

        var task = listed.Tasks.Single();
        Assert.That(task.Arguments, Is.EqualTo("012345678901234"));
        Assert.That(task.Result, Is.EqualTo("012345678901234"));
        Assert.That(task.Error!.Message, Has.Length.EqualTo(1_000));
    }

    private static TaskFilter In(params TaskState[] states) => new() { States = states };

    private static TaskFilter Time(DateTimeOffset from, DateTimeOffset? to) => new() { From = from, To = to };

    private static TaskSaga AtTime(DateTimeOffset time)
    {
        var saga = SampleSagas.In(TaskState.Pending);
        saga.CorrelationId = Guid.CreateVersion7(time);
        return saga;
    }

    private static Guid[] Ids(params TaskSaga[] sagas) =>
        [.. sagas.Select(saga => saga.CorrelationId).OrderDescending()];

    /// <summary>Goes on until there is nothing more, as a client does.</summary>
    private async Task<List<Guid>> Find(TaskFilter filter)
    {
        var found = new List<Guid>();
        Guid? before = null;
        do
        {
            var page = await Store.List(new ListTasks { Filter = filter }, before, default);
            found.AddRange(page.Tasks.Select(task => task.TaskId));
            before = page.GoOnBefore;
        }
        while (before is not null);

        return found;
    }
}
