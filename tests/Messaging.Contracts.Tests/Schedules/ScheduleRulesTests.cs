namespace Messaging.Contracts.Tests;

public sealed class ScheduleRulesTests
{
    private static readonly Schedule Valid = new()
    {
        Name = "a",
        TaskName = "math.add",
        MessageTypes = ["urn:message:Shop:Add"],
        Arguments = "{}",
        Queue = "default",
        Trigger = Trigger.Every(TimeSpan.FromMinutes(1)),
    };

    private static IEnumerable<TestCaseData> Faulty()
    {
        yield return Case(
            Valid with { Name = " " }, "Name is empty. Give one of 1 to 200 characters, for example 'reports.nightly'.");
        yield return Case(Valid with { Name = new string('a', 201) }, "Name has 201 characters. Allowed: 1 to 200.");
        yield return Case(
            Valid with { Name = "a\n" }, "Name is 'a\n'. Take away its control characters and the white space at its ends.");
        yield return Case(
            Valid with { Name = "a\ud800b" }, "Name is 'a\ud800b', with half of a surrogate pair in it. Take that away.");
        yield return Case(
            Valid with { TaskName = "a b" }, "TaskName is 'a b'. Give the task's name, without white space.");
        yield return Case(
            Valid with { Queue = "" }, "Queue is ''. Allowed: 1 to 240 characters without white space, prefix included.");
        yield return Case(
            Valid with { MessageTypes = [] },
            "MessageTypes is ''. Give the URNs of the task's contract, for example 'urn:message:Shop.Tasks:SendReport'.");
        yield return Case(
            Valid with { Arguments = "[1]" },
            "Arguments is '[1]', which is no JSON object. Give the task's message as JSON.");
        yield return Case(
            Valid with { Arguments = new string(' ', 1_048_577) },
            "Arguments has 1,048,577 bytes. Allowed: 1,048,576. Store what is large elsewhere.");
        yield return Case(Valid with { Trigger = null! }, "Trigger is null. Say when the task is due.");
        yield return Case(Valid with { Priority = 10 }, "Priority is 10. Allowed: 0 (lowest) to 9 (highest).");
        yield return Case(Valid with { MaxRetries = -1 }, "MaxRetries is -1. Allowed: 0 or more.");
        yield return Case(Valid with { Overlap = (ScheduleOverlap)7 }, "Overlap is 7. Allowed: Allow, Skip.");
        yield return Case(
            Valid with { Deadline = TimeSpan.FromMilliseconds(1) },
            "Deadline is 00:00:00.0010000. Allowed: 00:00:01 or more, at most 3650.00:00:00.");
        yield return Case(
            Valid with { ExpiresAfter = TimeSpan.Zero },
            "ExpiresAfter is 00:00:00. Allowed: more than zero, at most 3650.00:00:00.");
        yield return Case(
            Valid with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["task-x"] = "1" } },
            "Header 'task-x' has a reserved prefix ('Task-' and 'MT-'). Choose another name.");

        static TestCaseData Case(Schedule schedule, string fault) => new TestCaseData(schedule, fault).SetArgDisplayNames(fault);
    }

    [Test]
    public void What_is_allowed_has_no_fault() => Assert.That(ScheduleRules.Faults(Valid), Is.Empty);

    [TestCaseSource(nameof(Faulty))]
    public void Each_fault_says_the_value_and_what_is_allowed(Schedule schedule, string fault) =>
        Assert.That(ScheduleRules.Faults(schedule), Is.EqualTo(new[] { fault }));

    [Test]
    public void The_faults_of_the_trigger_are_among_them() =>
        Assert.That(
            ScheduleRules.Faults(Valid with { Trigger = Trigger.Cron("0 25 * * *"), Priority = 11 }),
            Has.Count.EqualTo(2).And.Some.StartsWith("Trigger: ").And.Some.Contains("25"));

    [Test]
    public void No_definition_at_all_is_a_fault_and_no_crash()
    {
        Assert.That(ScheduleRules.Faults((Schedule?)null), Is.EqualTo(new[] { "Schedule is null. Give a definition." }));
        Assert.That(
            ScheduleRules.Faults(new Schedule
            {
                Name = null!, TaskName = null!, MessageTypes = null!, Arguments = null!, Trigger = null!, Queue = null!,
                Headers = null!,
            }),
            Has.Count.EqualTo(7));
    }
}
