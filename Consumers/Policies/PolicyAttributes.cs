using System.Reflection;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Reads the policy that stands on a contract or a consumer.</summary>
internal static class PolicyAttributes
{
    /// <summary>The settings of the attribute on a type; <c>null</c> without one.</summary>
    /// <exception cref="ArgumentException">The attribute says what is not allowed.</exception>
    public static TaskSettings? Of(Type type)
    {
        if (type.GetCustomAttribute<TaskPolicyAttribute>() is not { } attribute)
            return null;

        var settings = new TaskSettings
        {
            MaxRetries = attribute.MaxRetriesOrNot,
            SoftTimeLimit = TaskPolicyAttribute.Duration("SoftTimeLimit", attribute.SoftTimeLimit, type),
            TimeLimit = TaskPolicyAttribute.Duration("TimeLimit", attribute.TimeLimit, type),
            RateLimit = attribute.RateLimit,
            ClusterRateLimit = attribute.ClusterRateLimit,
            ConcurrencyLimit = attribute.ConcurrencyLimitOrNot,
            ClusterConcurrencyLimit = attribute.ClusterConcurrencyLimitOrNot,
            Acknowledge = attribute.AcknowledgeOrNot,
            OnWorkerLost = attribute.OnWorkerLostOrNot,
            MaxDeliveries = attribute.MaxDeliveriesOrNot,
            IgnoreResult = attribute.IgnoreResultOrNot,
            StoreErrorsEvenIfIgnored = attribute.StoreErrorsOrNot,
            Priority = attribute.PriorityOrNot,
            Queue = attribute.Queue,
            ExpiresAfter = TaskPolicyAttribute.Duration("ExpiresAfter", attribute.ExpiresAfter, type),
        };
        Add(settings.RetryOn, attribute.RetryOn);
        Add(settings.NotRetryOn, attribute.NotRetryOn);
        Add(settings.Expected, attribute.Expected);

        var faults = settings.Faults().ToArray();
        return faults.Length == 0
            ? settings
            : throw new ArgumentException($"[TaskPolicy] on {type.FullName}: {string.Join(" ", faults)}", nameof(type));
    }

    private static void Add(IList<string> names, Type[] types)
    {
        foreach (var name in ExceptionSet.Of(types).Names)
            names.Add(name);
    }
}
