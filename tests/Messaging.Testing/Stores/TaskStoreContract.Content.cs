using System.Reflection;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

public abstract partial class TaskStoreContract
{
    private static IEnumerable<TestCaseData> Texts =>
    [
        Text("plain", "text"),
        Text("empty", ""),
        Text("of the world", "Grüße, 漢字, 🎉, e\u0301, \u202Eright to left\u202C"),
        Text("of many lines and quotes", "line\nline\r\n\ttab 'single' \"double\" `back` {json} $1 \\ %s --"),
        Text("of control characters", "\u0001\u001F\u007F\u0085\uFFFD\uFFFE\uFFFF"),
        Text("with NUL as JSON writes it", """{"escaped":"\u0000","path":"C:\\u0000"}"""),
        Text("that looks like NUL", @"C:\u0000\\u0000"),
        Text("with NUL", "NUL \0 and NUL \0"),
        Text("with the first half of a pair", "half \uD83C of a pair"),
        Text("with the other half", "the other \uDF89 half"),
        Text("with a pair the wrong way round", "\uDF89\uD83C"),
    ];

    [Test]
    public async Task A_saga_comes_back_with_nothing_in_it()
    {
        var saga = SampleSagas.Empty();

        await Save(saga);

        Assert.That((await Load(saga.CorrelationId)).Json(), Is.EqualTo(saga.Json()));
    }

    [Test]
    public async Task A_saga_comes_back_with_all_that_is_in_it()
    {
        var saga = SampleSagas.Filled("text");
        await Save(saga);

        foreach (var field in typeof(TaskSaga).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(field => field.Name != nameof(TaskSaga.Changed)))
        {
            Assert.That(field.GetValue(saga), Is.Not.EqualTo(field.GetValue(new TaskSaga())), field.Name);
        }

        Assert.That((await Load(saga.CorrelationId)).Json(), Is.EqualTo(saga.Json()));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Runs_come_back_however_many_and_however_they_ended(int runs)
    {
        foreach (var outcome in new TaskState?[] { null, TaskState.Succeeded, TaskState.Failed, TaskState.Retrying })
        {
            var saga = SampleSagas.WithRuns(runs, outcome);

            await Save(saga);

            Assert.That((await Load(saga.CorrelationId)).Json(), Is.EqualTo(saga.Json()), $"{outcome}");
        }
    }

    [TestCase(TaskSagaParts.Submission)]
    [TestCase(TaskSagaParts.Runs)]
    [TestCase(TaskSagaParts.Progress)]
    [TestCase(TaskSagaParts.CustomState)]
    [TestCase(TaskSagaParts.Revocation)]
    [TestCase(TaskSagaParts.Waiters)]
    public async Task A_part_that_is_said_to_have_changed_is_written(TaskSagaParts part)
    {
        var saga = SampleSagas.In(TaskState.Pending);
        await Save(saga);
        var filled = SampleSagas.Filled("text");
        (filled.CorrelationId, filled.Version, filled.Changed) = (saga.CorrelationId, saga.Version, part);

        await Save(filled);

        var stored = await Load(saga.CorrelationId);
        Assert.Multiple(() =>
        {
            Assert.That(stored.CurrentState, Is.EqualTo(filled.CurrentState));
            Assert.That(SampleSagas.PartOf(stored, part), Is.EqualTo(SampleSagas.PartOf(filled, part)));
        });
    }

    [Test]
    public async Task What_is_in_a_saga_can_be_taken_out_again()
    {
        var saga = SampleSagas.Filled("text");
        await Save(saga);
        var empty = new TaskSaga { CorrelationId = saga.CorrelationId, Version = saga.Version };

        await Save(empty);

        Assert.That((await Load(saga.CorrelationId)).Json(), Is.EqualTo(empty.Json()));
    }

    [TestCaseSource(nameof(Texts))]
    public async Task Any_text_comes_back_and_harms_no_other(string text)
    {
        var saga = SampleSagas.Filled(text);
        var other = SampleSagas.Filled("other");

        await Save(other, saga);

        Assert.That((await Load(saga.CorrelationId)).Json(), Is.EqualTo(saga.Json()));
        Assert.That((await Load(other.CorrelationId)).Json(), Is.EqualTo(other.Json()));
    }

    [Test]
    public async Task A_megabyte_comes_back()
    {
        var saga = SampleSagas.In(TaskState.Succeeded);
        saga.Arguments = $"\"{new string('x', 1_000_000)}\"";
        saga.Result = string.Concat(Enumerable.Range(0, 200_000));

        await Save(saga);

        var loaded = await Load(saga.CorrelationId);
        Assert.That(loaded.Arguments, Is.EqualTo(saga.Arguments));
        Assert.That(loaded.Result, Is.EqualTo(saga.Result));
    }

    private static TestCaseData Text(string name, string text) => new TestCaseData(text).SetArgDisplayNames(name);
}
