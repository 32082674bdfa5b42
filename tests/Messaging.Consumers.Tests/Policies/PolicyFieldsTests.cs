using System.Reflection;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Policies;

/// <summary>
/// The fields of a policy are named in its settings, in the attribute and its reader, and in the builder. One that is added
/// to the policy and forgotten in one of these fails here.
/// </summary>
[TestFixture]
public sealed class PolicyFieldsTests
{
    private static readonly TaskPolicy Default = new();

    private static readonly TaskSettings Settings = new()
    {
        MaxRetries = 3,
        Backoff = new BackoffSettings { Kind = BackoffKind.Fixed },
        RetryOn = { nameof(IOException) },
        NotRetryOn = { nameof(IOException) },
        Expected = { nameof(IOException) },
        SoftTimeLimit = TimeSpan.FromMinutes(1),
        TimeLimit = TimeSpan.FromMinutes(2),
        RateLimit = "1/s",
        ClusterRateLimit = "2/s",
        ConcurrencyLimit = 4,
        ClusterConcurrencyLimit = 5,
        Acknowledge = AcknowledgeMode.AtMostOnce,
        OnWorkerLost = WorkerLostAction.Fail,
        MaxDeliveries = 6,
        IgnoreResult = true,
        StoreErrorsEvenIfIgnored = false,
        Priority = 7,
        Queue = "other",
        ExpiresAfter = TimeSpan.FromMinutes(3),
    };

    private static IEnumerable<PropertyInfo> Fields => typeof(TaskPolicy).GetProperties();

    /// <summary>A wait has several parts, for which an attribute has no room.</summary>
    private static IEnumerable<PropertyInfo> FieldsOfAttributes =>
        Fields.Where(property => property.Name != nameof(TaskPolicy.Backoff));

    [TestCaseSource(nameof(Fields))]
    public void Settings_have_every_field_of_a_policy_and_carry_it_over(PropertyInfo field)
    {
        Assert.That(typeof(TaskSettings).GetProperty(field.Name), Is.Not.Null, "the key in configuration");
        Assert.That(IsChanged(field, Settings.Over(Default)));
    }

    [TestCaseSource(nameof(Fields))]
    public void Settings_that_say_nothing_leave_every_field_of_a_policy_as_it_is(PropertyInfo field)
    {
        var policy = Settings.Over(Default);

        Assert.That(field.GetValue(new TaskSettings().Over(policy)), Is.EqualTo(field.GetValue(policy)));
    }

    [TestCaseSource(nameof(FieldsOfAttributes))]
    public void The_attribute_has_every_field_of_a_policy_and_its_reader_carries_it_over(PropertyInfo field)
    {
        Assert.That(typeof(TaskPolicyAttribute).GetProperty(field.Name), Is.Not.Null, "the attribute's argument");
        Assert.That(IsChanged(field, PolicyAttributes.Of(typeof(Everything))!.Over(Default)));
    }

    [TestCaseSource(nameof(Fields))]
    public void The_builder_can_change_every_field_of_a_policy(PropertyInfo field)
    {
        var builder = new TaskPolicyBuilder()
            .Retry(3, Backoff.None)
            .RetryOn<IOException>()
            .NotRetryOn<IOException>()
            .Expect<IOException>()
            .SoftTimeLimit(TimeSpan.FromMinutes(1))
            .TimeLimit(TimeSpan.FromMinutes(2))
            .RateLimit("1/s")
            .ClusterRateLimit("2/s")
            .ConcurrencyLimit(4)
            .ClusterConcurrencyLimit(5)
            .Acknowledge(AcknowledgeMode.AtMostOnce)
            .OnWorkerLost(WorkerLostAction.Fail)
            .MaxDeliveries(6)
            .IgnoreResultAndErrors()
            .Priority(7)
            .Queue("other")
            .ExpiresAfter(TimeSpan.FromMinutes(3));

        Assert.That(IsChanged(field, builder.Over(Default)));
    }

    private static bool IsChanged(PropertyInfo field, TaskPolicy policy) =>
        !Equals(field.GetValue(policy), field.GetValue(Default));

    [TaskPolicy(
        MaxRetries = 3,
        RetryOn = [typeof(IOException)],
        NotRetryOn = [typeof(IOException)],
        Expected = [typeof(IOException)],
        SoftTimeLimit = "00:01:00",
        TimeLimit = "00:02:00",
        RateLimit = "1/s",
        ClusterRateLimit = "2/s",
        ConcurrencyLimit = 4,
        ClusterConcurrencyLimit = 5,
        Acknowledge = AcknowledgeMode.AtMostOnce,
        OnWorkerLost = WorkerLostAction.Fail,
        MaxDeliveries = 6,
        IgnoreResult = true,
        StoreErrorsEvenIfIgnored = false,
        Priority = 7,
        Queue = "other",
        ExpiresAfter = "00:03:00")]
    private sealed class Everything;
}
