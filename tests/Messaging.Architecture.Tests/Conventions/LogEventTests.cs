using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Messaging.Architecture.Tests;

/// <summary>Alerts are set on event ids.</summary>
public sealed class LogEventTests
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [Test]
    public void An_event_id_means_one_thing()
    {
        var events = AllowedReferences.Names
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(Any | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(logged => logged.Message is not null)
            .ToLookup(
                logged => logged.Message!.EventId,
                logged => $"{logged.Method.DeclaringType!.Name}.{logged.Method.Name}");

        Assert.That(events, Has.Count.GreaterThan(100));
        Assert.That(
            events.Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same)}"), Is.Empty);
    }
}
