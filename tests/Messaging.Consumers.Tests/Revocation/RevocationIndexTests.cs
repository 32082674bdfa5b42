using Messaging.Consumers.Tests.Execution;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Revocation;

public sealed class RevocationIndexTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly RevocationRule Named = new() { TaskName = "math.add", Time = Now };

    private static readonly RevocationRule WithHeader = new() { Header = "Tenant", Value = "17", Time = Now };

    [Test]
    public void Of_several_rules_the_one_that_goes_furthest_counts()
    {
        var rules = RevocationIndex.Empty.With([Named, WithHeader with { Mode = RevokeMode.Terminate }], Now);
        using var run = Run(headers: ("TENANT", "17"));

        Assert.That(rules.Find(run)?.Mode, Is.EqualTo(RevokeMode.Terminate));
    }

    [TestCase("math.mul", "18")]
    [TestCase("Math.Add", "017")]
    public void A_rule_is_about_exactly_what_it_says(string name, string tenant)
    {
        var rules = RevocationIndex.Empty.With([Named, WithHeader], Now);
        using var run = Run(name, ("Tenant", tenant));

        Assert.That(rules.Find(run), Is.Null);
    }

    [Test]
    public void Tasks_that_were_sent_later_are_not_concerned()
    {
        var rules = RevocationIndex.Empty.With([Named], Now);
        using var before = Deliveries.Run(taskId: Guid.CreateVersion7(Now));
        using var after = Deliveries.Run(taskId: Guid.CreateVersion7(Now.AddMilliseconds(1)));
        // Its id does not say; it was received after the rule.
        using var unknown = Deliveries.Run(taskId: Guid.NewGuid());

        Assert.That(rules.Find(before), Is.Not.Null);
        Assert.That(rules.Find(after), Is.Null);
        Assert.That(rules.Find(unknown), Is.Null);
    }

    [Test]
    public void Neither_are_tasks_that_were_replayed_later()
    {
        var rules = RevocationIndex.Empty.With([Named], Now);
        using var before = Run(headers: (TaskHeaders.ReplayedAt, TaskHeaderFormat.Write(Now)));
        using var after = Run(headers: (TaskHeaders.ReplayedAt, TaskHeaderFormat.Write(Now.AddMilliseconds(1))));

        Assert.That(rules.Find(before), Is.Not.Null);
        Assert.That(rules.Find(after), Is.Null);
    }

    [Test]
    public void What_has_expired_goes_when_another_rule_comes()
    {
        var rules = RevocationIndex.Empty.With([Named with { Expires = Now.AddSeconds(1) }], Now);
        using var run = Run();
        Assert.That(rules.Find(run), Is.Not.Null);

        Assert.That(rules.With([WithHeader], Now.AddSeconds(1)).Find(run), Is.Null);
    }

    [Test]
    public void Of_too_many_rules_the_oldest_go()
    {
        var rules = RevocationIndex.Empty.With(
            Enumerable.Range(0, RevocationIndex.Most + 1).Select(number =>
                Named with { TaskName = $"task.{number}", Time = Now.AddSeconds(number) }),
            Now);
        using var oldest = Run("task.0");
        using var next = Run("task.1");

        Assert.That(rules.Find(oldest), Is.Null);
        Assert.That(rules.Find(next), Is.Not.Null);
    }

    /// <summary>A run of a task that was sent before the rules.</summary>
    private static TaskExecution Run(string name = "math.add", params (string, string)[] headers) =>
        Deliveries.Run(name, Guid.CreateVersion7(Now.AddSeconds(-1)), policy: null, headers);
}
