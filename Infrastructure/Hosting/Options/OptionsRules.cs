using System.Text.RegularExpressions;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.StateMachines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>Says everything that is wrong with the settings, at start and at once: key, value, range, fix.</summary>
internal sealed partial class OptionsRules(
    IConfiguration configuration, BrokerProviders brokers, TaskStoreProviders stores, TaskRegistry registry)
    : IValidateOptions<MessagingOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, MessagingOptions options)
    {
        var faults = ConfigurationKeys
            .Faults(configuration.GetSection(MessagingOptions.Section), typeof(MessagingOptions))
            .Concat(Faults(options))
            .ToArray();
        // It can only be asked what can be read.
        if (faults.Length == 0)
            faults = [.. BrokerQueueRules.Faults(brokers, options, registry)];

        return faults.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(MessagingOptions options) =>
    [
        .. brokers.Faults(options.Broker),
        .. stores.Faults(options.Tracking.Store ?? TaskStoreProviders.Default),
        .. Prefix(options.Prefix),
        .. Roles(options),
        .. Within("Producer:SendTimeout", options.Producer.SendTimeout, Least, Hour),
        .. Within("Producer:QueryTimeout", options.Producer.QueryTimeout, Least, Hour),
        .. Within("Producer:EventBuffer", options.Producer.EventBuffer, 500, 1_000_000),
        .. Within("Worker:Concurrency", options.Worker.Concurrency, 1, 10_000),
        .. Within("Worker:PrefetchMultiplier", options.Worker.PrefetchMultiplier, 1, 100),
        .. Within(
            "Worker:InProcessRetryLimit", options.Worker.InProcessRetryLimit, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        .. Within("Worker:HeartbeatInterval", options.Worker.HeartbeatInterval, Least, Minute),
        .. Within("Worker:StopTimeout", options.Worker.StopTimeout, TimeSpan.Zero, Day),
        .. Within("Tracking:StartTimeout", options.Tracking.StartTimeout, TimeSpan.Zero, Day),
        .. Within("Tracking:ResultExpiry", options.Tracking.ResultExpiry, Minute, LongestExpiry),
        .. Within("Tracking:FailureExpiry", options.Tracking.FailureExpiry, Minute, LongestExpiry),
        .. Within("Tracking:WorkerExpiry", options.Tracking.WorkerExpiry, Minute, LongestExpiry),
        .. Within("Tracking:WorkerGrace", options.Tracking.WorkerGrace, TimeSpan.Zero, Hour),
        .. Within("Tracking:MaxPayloadBytes", options.Tracking.MaxPayloadBytes, 1024, 64 * 1024 * 1024),
        .. PublishFaults(options.Tracking.Publish),
        .. WorkerNameFaults(options.Worker.Name),
        .. QueueFaults(options),
        .. TaskFaults(options),
    ];

    private static IEnumerable<string> Within<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            yield return $"Messaging:{key} is {value}. Allowed: {least} to {most}.";
    }

    private static IEnumerable<string> Prefix(string prefix)
    {
        if (!AllowedPrefix().IsMatch(prefix))
        {
            yield return $"Messaging:Prefix is '{prefix}'. Allowed: at most 40 lower-case letters, digits, '-', '_' "
                + "and '.', beginning with a letter.";
        }
    }

    private static IEnumerable<string> Roles(MessagingOptions options)
    {
        var shares = !options.Broker.StartsWith("memory:", StringComparison.OrdinalIgnoreCase);
        if (shares && options.Roles is { } roles && roles.HasFlag(MessagingRoles.Tracker)
            && options.Tracking.Store is null)
        {
            yield return "Messaging:Tracking:Store is not set, and this process is a tracker on a broker that others "
                + "share. Name a database, for example postgres://user:password@host/database, or say memory: if what "
                + "it is told may be lost with it.";
        }
    }

    private static IEnumerable<string> PublishFaults(IEnumerable<string> states)
    {
        var allowed = PublishedStates.Publishable.Select(state => state.ToString()).ToArray();
        foreach (var state in states.Where(state => !allowed.Contains(state, StringComparer.OrdinalIgnoreCase)))
        {
            var nearest = DidYouMean.Nearest(state, allowed);
            var hint = nearest is null ? "" : $"Did you mean '{nearest}'? ";
            yield return $"Messaging:Tracking:Publish holds '{state}', which cannot be published. {hint}Allowed: "
                + $"{string.Join(", ", allowed)}.";
        }
    }

    private static IEnumerable<string> WorkerNameFaults(string name)
    {
        if (!AllowedName().IsMatch(name))
        {
            yield return $"Messaging:Worker:Name is '{name}'. Allowed: 1 to 100 letters, digits, '.', '-' and '_'. "
                + "Leave it out to have one made.";
        }
    }

    private static IEnumerable<string> QueueFaults(MessagingOptions options)
    {
        var queues = options.Worker.Queues.Select(queue => (Key: "Messaging:Worker:Queues", Queue: queue))
            .Concat(options.Routes.Select(route => (Key: $"Messaging:Routes:{route.Key}", Queue: route.Value)));
        foreach (var (key, queue) in queues)
        {
            if (!AllowedQueue().IsMatch(queue))
            {
                yield return $"{key} holds the queue '{queue}'. Allowed: 1 to 200 letters, digits, '.', '-', '_' and "
                    + "':'.";
            }
            else if (queue.StartsWith("messaging-", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{key} holds the queue '{queue}'. Names that begin with 'messaging-' are kept for "
                    + "Messaging's own queues. Choose another one.";
            }
        }
    }

    /// <summary>
    /// A name that no task here has is most likely a task of another service that shares the configuration. One that
    /// nearly is a task here is most likely misspelt.
    /// </summary>
    private IEnumerable<string> TaskFaults(MessagingOptions options)
    {
        var names = registry.Registrations
            .SelectMany(registration => new[] { registration.Name, registration.TaskType.Name })
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();

        foreach (var name in options.Tasks.Keys.Where(key => !names.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            if (name != TaskSettings.AllTasks && DidYouMean.Nearest(name, names) is { } nearest)
                yield return $"Messaging:Tasks:{name} names no task. Did you mean 'Messaging:Tasks:{nearest}'?";
        }

        var faults = options.Tasks
            .SelectMany(task => task.Value.Faults().Select(fault => $"Messaging:Tasks:{task.Key}: {fault}"))
            .ToArray();
        if (faults.Length == 0)
        {
            // Whoever asks for a policy has asked for the options before.
            registry.Apply(options.Tasks.AsReadOnly());
        }

        foreach (var fault in faults.Concat(registry.Faults()))
            yield return fault;
    }

    [GeneratedRegex("^([a-z][a-z0-9._-]{0,39})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllowedPrefix();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllowedName();

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,200}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllowedQueue();
}
