using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Policies;

/// <summary>What is said of a task in several places.</summary>
[TestFixture]
public sealed class PolicyLayersTests
{
    [Test]
    public void A_task_inherits_the_base_policy_in_code()
    {
        var policy = PolicyOf(registry => registry.ConfigureAll(all => all.Retry(4).TimeLimit(TimeSpan.FromHours(1))));

        Assert.That((policy.MaxRetries, policy.TimeLimit), Is.EqualTo((2, TimeSpan.FromHours(1))));
    }

    [Test]
    public void The_base_policy_of_the_configuration_goes_before_that_in_code_and_behind_the_attribute()
    {
        var policy = PolicyOf(
            registry => registry.ConfigureAll(all => all.TimeLimit(TimeSpan.FromHours(1)).MaxDeliveries(9)),
            ("*", new TaskSettings { TimeLimit = TimeSpan.FromHours(2), MaxRetries = 8 }));

        Assert.That(
            (policy.MaxRetries, policy.TimeLimit, policy.MaxDeliveries),
            Is.EqualTo((2, TimeSpan.FromHours(2), 9)));
    }

    [Test]
    public void The_attribute_of_the_consumer_goes_before_that_of_the_contract()
    {
        var policy = PolicyOf(_ => { });

        Assert.That((policy.MaxRetries, policy.Queue, policy.Priority), Is.EqualTo((2, "reports", 7)));
        Assert.That(policy.SoftTimeLimit, Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(policy.NotRetryOn.Contains(new FileNotFoundException()), Is.True);
        Assert.That(policy.Acknowledge, Is.EqualTo(AcknowledgeMode.AtMostOnce));
    }

    [Test]
    public void What_is_said_at_registration_goes_before_attributes_and_configuration_before_that()
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(ReportConsumer), policy => policy.RetryForever().Priority(3).Expect<IOException>());
        registry.Apply(Settings(("test.report", new TaskSettings { MaxRetries = 5 })));

        var policy = registry.Registrations[0].Policy;
        Assert.That((policy.MaxRetries, policy.Priority, policy.Queue), Is.EqualTo((5, 3, "reports")));
        Assert.That(policy.Expected.Contains(new IOException()), Is.True);
    }

    [Test]
    public void Settings_can_be_applied_again()
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(ReportConsumer));
        registry.Apply(Settings(("Report", new TaskSettings { MaxRetries = 5 })));
        registry.Apply(Settings());

        Assert.That(registry.Registrations[0].Policy.MaxRetries, Is.EqualTo(2));
    }

    [Test]
    public void A_sender_that_does_not_run_the_task_knows_what_its_contract_and_configuration_say()
    {
        var registry = new TaskRegistry();
        registry.Apply(Settings(("report", new TaskSettings { Priority = 1 }), ("*", new TaskSettings
        {
            Queue = "any", ExpiresAfter = TimeSpan.FromHours(1),
        })));

        var policy = registry.PolicyOf(typeof(Report));

        Assert.That(
            (policy.Queue, policy.Priority, policy.ExpiresAfter),
            Is.EqualTo(("reports", 1, TimeSpan.FromHours(1))));
    }

    [Test]
    public void An_attribute_that_says_what_cannot_be_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new TaskRegistry().Add(typeof(WrongConsumer)));

        Assert.That(exception!.Message, Does.StartWith(
            $"[TaskPolicy] on {typeof(WrongConsumer).FullName} says TimeLimit = \"60\", which is no duration. Write it as "
            + "[days.]hours:minutes:seconds, for example \"00:01:00\" for a minute."));
    }

    private static TaskPolicy PolicyOf(
        Action<TaskRegistry> configure, params (string Name, TaskSettings Settings)[] settings)
    {
        var registry = new TaskRegistry();
        registry.Add(typeof(ReportConsumer));
        configure(registry);
        registry.Apply(Settings(settings));
        return registry.Registrations[0].Policy;
    }

    private static Dictionary<string, TaskSettings> Settings(params (string Name, TaskSettings Settings)[] settings) =>
        settings.ToDictionary(entry => entry.Name, entry => entry.Settings, StringComparer.OrdinalIgnoreCase);

    [TaskName("test.report")]
    [TaskPolicy(
        MaxRetries = 1, Queue = "reports", Priority = 7, SoftTimeLimit = "00:01:30",
        Acknowledge = AcknowledgeMode.AtMostOnce)]
    private sealed record Report : ITask;

    [TaskPolicy(MaxRetries = 2, NotRetryOn = [typeof(IOException)])]
    private sealed class ReportConsumer : ITaskConsumer<Report>
    {
        public Task Consume(TaskContext<Report> context) => Task.CompletedTask;
    }

    [TaskPolicy(TimeLimit = "60")]
    private sealed class WrongConsumer : ITaskConsumer<Report>
    {
        public Task Consume(TaskContext<Report> context) => Task.CompletedTask;
    }
}
