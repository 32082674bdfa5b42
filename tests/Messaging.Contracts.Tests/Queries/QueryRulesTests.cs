namespace Messaging.Contracts.Tests;

public sealed class QueryRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Wrong =>
    [
        Case(new ListTasks { PageSize = 0 }, "PageSize is 0. Allowed: 1 to 1,000."),
        Case(new ListTasks { PageSize = 1_001 }, "PageSize is 1,001. Allowed: 1 to 1,000."),
        Case(new ListTasks { PreviewLength = -1 }, "PreviewLength is -1. Allowed: 0 to 1,000."),
        Case(
            new ListTasks { Cursor = "page 2" },
            "Cursor is 'page 2', which no page had. Pass on NextCursor of the page before as it is, or null to begin."),
        Case(new ListTasks { Filter = null! }, "Filter is null. Leave it out to ask for all tasks."),
        Case(
            new ListTasks { Filter = new TaskFilter { States = null! } },
            "Filter.States is null. Leave it out to ask for all states."),
        Case(
            new ListTasks { Filter = new TaskFilter { States = [TaskState.Unknown, (TaskState)99] } },
            "Filter.States holds Unknown, which no known task has. Allowed: Pending, Scheduled, Received, Started, "
            + "Retrying, Succeeded, Failed, Revoked, Expired, Rejected, Ignored.",
            "Filter.States holds 99, which no known task has. Allowed: Pending, Scheduled, Received, Started, "
            + "Retrying, Succeeded, Failed, Revoked, Expired, Rejected, Ignored."),
        Case(
            new ListTasks { Filter = new TaskFilter { From = Noon, To = Noon } },
            "Filter.From is 2026-03-01T12:00:00.0000000+00:00 and Filter.To 2026-03-01T12:00:00.0000000+00:00, so no "
            + "time is in between. Exchange them."),
        Case(
            new ListTasks { Filter = new TaskFilter { Text = "" } },
            "Filter.Text is empty, which every task contains. Leave it out."),
        Case(
            new ListTasks { Filter = new TaskFilter { Text = new string('x', 1_001) } },
            "Filter.Text has 1,001 characters. Allowed: 1,000."),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void Every_fault_of_a_list_is_said(ListTasks query, string[] faults) =>
        Assert.That(QueryRules.Faults(query), Is.EqualTo(faults));

    [Test]
    public void All_faults_are_said_at_once() =>
        Assert.That(
            QueryRules.Faults(new ListTasks { PageSize = 0, Cursor = "", Filter = new TaskFilter { Text = "" } }),
            Has.Count.EqualTo(3));

    [Test]
    public void A_long_cursor_is_not_repeated_whole() =>
        Assert.That(
            QueryRules.Faults(new ListTasks { Cursor = new string('x', 10_000) }).Single(),
            Has.Length.LessThan(200).And.Contains("xxx…'"));

    [Test]
    public void What_a_count_and_its_filter_both_say_must_be_the_same()
    {
        var filter = new TaskFilter { Name = "add", Queue = "low" };

        Assert.That(QueryRules.Faults(new CountTasks { Name = "add", Queue = "low", Filter = filter }), Is.Empty);
        Assert.That(
            QueryRules.Faults(new CountTasks { Name = "mul", Filter = filter }),
            Is.EqualTo(new[] { "Name is 'mul', and that of the filter is 'add'. Leave one of them out." }));
    }

    [Test]
    public void Only_the_groupings_that_there_are_can_be_asked_for() =>
        Assert.That(
            QueryRules.Faults(new CountTasks { By = (CountBy)7 }),
            Is.EqualTo(new[] { "By is 7. Allowed: State, NameAndState." }));

    [Test]
    public void What_is_allowed_has_no_faults()
    {
        Assert.That(QueryRules.Faults(new ListTasks()), Is.Empty);
        Assert.That(QueryRules.Faults(new CountTasks()), Is.Empty);
        Assert.That(
            QueryRules.Faults(new ListTasks
            {
                PageSize = 1_000,
                PreviewLength = 1_000,
                Cursor = TaskCursor.Write(Guid.NewGuid()),
                Filter = new TaskFilter { From = Noon, To = Noon.AddTicks(1), Text = "x" },
            }),
            Is.Empty);
    }

    private static TestCaseData Case(ListTasks query, params string[] faults) =>
        new TestCaseData(query, faults).SetArgDisplayNames(faults[0][..Math.Min(faults[0].Length, 40)]);
}
