using System.Reflection;

namespace Messaging.BrokerTests;

/// <summary>All suites that there are, so that a broker is not left out of one that comes later.</summary>
public static class BrokerSuites
{
    /// <summary>The suites that a broker should have fixtures of and has none, by name.</summary>
    /// <param name="fixtures">The assembly with the fixtures.</param>
    /// <param name="broker">
    /// A <see cref="BrokerUnderTest"/>. For a <see cref="KillableBroker"/> it is <see cref="RestartSuite{TBroker}"/> alone.
    /// </param>
    public static IReadOnlyList<string> Missing(Assembly fixtures, Type broker)
    {
        ArgumentNullException.ThrowIfNull(fixtures);
        ArgumentNullException.ThrowIfNull(broker);
        var inherited = fixtures.GetTypes().Select(type => type.BaseType).ToHashSet();
        return
        [
            .. typeof(BrokerSuites).Assembly.GetExportedTypes()
                .Where(type => IsSuite(type) && IsFor(type, broker) && !inherited.Contains(type.MakeGenericType(broker)))
                .Select(type => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsSuite(Type type) =>
        type is { IsAbstract: true, IsGenericTypeDefinition: true } && type.Name.EndsWith("Suite`1", StringComparison.Ordinal)
        && type != typeof(BrokerSuite<>);

    private static bool IsFor(Type suite, Type broker) =>
        suite == typeof(RestartSuite<>) == typeof(KillableBroker).IsAssignableFrom(broker);
}
