using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Policies;

[TestFixture]
public sealed class TaskSettingsTests
{
    private static readonly TaskPolicy InCode = new()
    {
        MaxRetries = 3,
        Backoff = Backoff.Linear(TimeSpan.FromSeconds(5)).WithMax(TimeSpan.FromMinutes(1)),
        RetryOn = ExceptionSet.Of(typeof(IOException)),
        ClusterRateLimit = new KeyedRateLimit(RateLimit.PerSecondOf(1), task => $"{((Add)task).X}"),
        ClusterConcurrencyLimit = new ConcurrencyLimit(2, _ => "all"),
        RateLimit = RateLimit.PerSecondOf(1),
    };

    [Test]
    public void What_is_left_out_is_as_in_code() => Assert.That(new TaskSettings().Over(InCode), Is.EqualTo(InCode));

    [Test]
    public void Every_setting_takes_the_place_of_that_in_code()
    {
        var settings = new TaskSettings
        {
            MaxRetries = -1, RetryOn = { "InvalidDataException" }, NotRetryOn = { "System.IO.FileNotFoundException" },
            Expected = { "TimeoutException" }, SoftTimeLimit = TimeSpan.FromSeconds(1),
            TimeLimit = TimeSpan.FromSeconds(2), RateLimit = "0", ClusterRateLimit = "10/m", ConcurrencyLimit = 4,
            ClusterConcurrencyLimit = 5, Acknowledge = AcknowledgeMode.AtMostOnce,
            OnWorkerLost = WorkerLostAction.Fail, MaxDeliveries = 6, IgnoreResult = true,
            StoreErrorsEvenIfIgnored = false, Priority = 7, Queue = "high", ExpiresAfter = TimeSpan.FromSeconds(8),
        };

        var policy = settings.Over(InCode);

        Assert.Multiple(() =>
        {
            Assert.That(policy.MaxRetries, Is.EqualTo(TaskPolicy.UnlimitedRetries));
            Assert.That(policy.RetryOn.Contains(new IOException()), Is.False);
            Assert.That(policy.RetryOn.Contains(new InvalidDataException()), Is.True);
            Assert.That(policy.NotRetryOn.Contains(new FileNotFoundException()), Is.True);
            Assert.That(policy.Expected.Contains(new TimeoutException()), Is.True);
            Assert.That(policy.SoftTimeLimit, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(policy.TimeLimit, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(policy.RateLimit, Is.Null);
            Assert.That(policy.ClusterRateLimit!.Limit.ToString(), Is.EqualTo("10/m"));
            Assert.That(policy.ClusterRateLimit.Key!(new Add(5, 1)), Is.EqualTo("5"));
            Assert.That(policy.ConcurrencyLimit, Is.EqualTo(new ConcurrencyLimit(4)));
            Assert.That(policy.ClusterConcurrencyLimit!.Count, Is.EqualTo(5));
            Assert.That(policy.ClusterConcurrencyLimit.Key!(new Add(5, 1)), Is.EqualTo("all"));
            Assert.That(policy.Acknowledge, Is.EqualTo(AcknowledgeMode.AtMostOnce));
            Assert.That(policy.OnWorkerLost, Is.EqualTo(WorkerLostAction.Fail));
            Assert.That(policy.MaxDeliveries, Is.EqualTo(6));
            Assert.That(policy.IgnoreResult, Is.True);
            Assert.That(policy.StoreErrorsEvenIfIgnored, Is.False);
            Assert.That((policy.Priority, policy.Queue), Is.EqualTo((7, "high")));
            Assert.That(policy.ExpiresAfter, Is.EqualTo(TimeSpan.FromSeconds(8)));
        });
    }

    [Test]
    public void A_backoff_changes_in_what_is_said_of_it()
    {
        var policy = new TaskSettings { Backoff = new BackoffSettings { Jitter = false } }.Over(InCode);

        Assert.That(policy.Backoff, Is.EqualTo(InCode.Backoff.WithoutJitter()));
    }

    [TestCase(BackoffKind.None, 0, 0)]
    [TestCase(BackoffKind.Fixed, 2, 2)]
    [TestCase(BackoffKind.Linear, 2, 8)]
    [TestCase(BackoffKind.Exponential, 2, 16)]
    public void A_backoff_of_another_kind_starts_anew(BackoffKind kind, double start, double fourth)
    {
        var settings = new TaskSettings
        {
            Backoff = new BackoffSettings { Kind = kind, Base = TimeSpan.FromSeconds(start) },
        };

        Assert.That(settings.Over(new TaskPolicy()).Backoff.Delay(3), Is.EqualTo(TimeSpan.FromSeconds(fourth)));
    }

    [Test]
    public void All_that_is_wrong_is_said_at_once()
    {
        var settings = new TaskSettings
        {
            MaxRetries = -2, RateLimit = "often", ConcurrencyLimit = -1,
            Backoff = new BackoffSettings { Base = TimeSpan.FromSeconds(-1) },
        };

        Assert.That(settings.Faults(), Is.EqualTo(new[]
        {
            "RateLimit: The rate limit 'often' cannot be read. Allowed: a number of tasks and s, m or h, for example 10/s, "
            + "100/m or 2.5/h; a number alone counts for a second; 0 is no limit.",
            "Backoff:Base is -00:00:01. Allowed: zero or more.",
            "MaxRetries is -2. Allowed: 0 or more, or -1 for no limit.",
            "ConcurrencyLimit is -1. Allowed: 1 or more, or 0 for no limit.",
        }));
    }

    [Test]
    public void What_is_allowed_by_itself_is_held_against_the_rules_of_a_policy() => Assert.That(
        new TaskSettings { Priority = 10, Queue = "two words", MaxDeliveries = 0 }.Faults(),
        Is.EqualTo(new[]
        {
            "MaxDeliveries is 0. Allowed: 1 to 1000.",
            "Priority is 10. Allowed: 0 (lowest) to 9 (highest).",
            "Queue is 'two words'. Allowed: 1 to 200 characters without white space.",
        }));
}
