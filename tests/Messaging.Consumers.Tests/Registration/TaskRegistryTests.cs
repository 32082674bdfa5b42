using MassTransit;
using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Registration;

[TestFixture]
public sealed class TaskRegistryTests
{
    [Test]
    public void A_consumer_may_run_several_tasks()
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(Both));

        Assert.That(
            registry.Registrations.Select(registration => registration.TaskType),
            Is.EquivalentTo(new[] { typeof(Add), typeof(PlainCommand) }));
    }

    [Test]
    public void A_consumer_added_by_itself_keeps_its_policy_when_its_assembly_is_added()
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(AddConsumer), policy => policy.Retry(7));
        registry.AddFrom(typeof(AddConsumer).Assembly);

        var added = registry.Registrations.Single(registration => registration.TaskType == typeof(Add));
        Assert.That(added.Policy.MaxRetries, Is.EqualTo(7));
        Assert.That(registry.Faults(), Is.Empty);
    }

    [Test]
    public void An_assemblys_ordinary_consumers_are_left_out()
    {
        var registry = new TaskRegistry();
        registry.AddFrom(typeof(PlainCommandConsumer).Assembly);

        Assert.That(
            registry.Registrations.Select(registration => registration.ConsumerType),
            Has.No.Member(typeof(PlainCommandConsumer)).And.Member(typeof(AddConsumer)));
    }

    [TestCase("math.add")]
    [TestCase("Add")]
    [TestCase("add")]
    public void Configuration_wins_over_the_policy_in_code(string name)
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(AddConsumer), policy => policy.Retry(7).SoftTimeLimit(TimeSpan.FromSeconds(5)));

        registry.Apply(new Dictionary<string, TaskSettings>(StringComparer.Ordinal)
        {
            [name] = new TaskSettings { MaxRetries = 1 },
        });

        var policy = registry.Registrations[0].Policy;
        Assert.That((policy.MaxRetries, policy.SoftTimeLimit), Is.EqualTo((1, TimeSpan.FromSeconds(5))));
    }

    [Test]
    public void A_policy_whose_limits_contradict_each_other_is_a_fault()
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(AddConsumer), policy => policy
            .SoftTimeLimit(TimeSpan.FromSeconds(5)).TimeLimit(TimeSpan.FromSeconds(4)));

        Assert.That(registry.Faults(), Is.EqualTo(new[]
        {
            "Task 'math.add': SoftTimeLimit (00:00:05) is longer than TimeLimit (00:00:04), so it could never be reached. "
            + "Make it the shorter of the two.",
        }));
    }

    private sealed class Both : ITaskConsumer<Add, int>, IConsumer<PlainCommand>
    {
        public Task<int> Consume(TaskContext<Add> context) => Task.FromResult(0);

        public Task Consume(ConsumeContext<PlainCommand> context) => Task.CompletedTask;
    }
}
