using System.Reflection;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>All suites that there are, so that a broker is not left out of one that comes later.</summary>
public static class BrokerSuites
{
    /// <summary>
    /// The suites that a broker should have fixtures of and has none, by name. Suites about something that it says it
    /// cannot do are not for it.
    /// </summary>
    /// <param name="fixtures">The assembly with the fixtures.</param>
    /// <param name="broker">
    /// A <see cref="BrokerUnderTest"/>. For a <see cref="KillableBroker"/> it is <see cref="RestartSuite{TBroker}"/> alone.
    /// </param>
    public static async Task<IReadOnlyList<string>> Missing(Assembly fixtures, Type broker)
    {
        ArgumentNullException.ThrowIfNull(fixtures);
        ArgumentNullException.ThrowIfNull(broker);
        var features = await FeaturesOf(broker);
        var inherited = fixtures.GetTypes().Select(type => type.BaseType).ToHashSet();
        return
        [
            .. typeof(BrokerSuites).Assembly.GetExportedTypes()
                .Where(type => IsSuite(type) && IsFor(type, broker) && Lacking(type, features) == BrokerFeatures.None
                    && !inherited.Contains(type.MakeGenericType(broker)))
                .Select(type => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What a suite is about and a broker does not say that it can.</summary>
    internal static BrokerFeatures Lacking(Type suite, BrokerFeatures features) =>
        (suite.GetCustomAttribute<RequiresAttribute>()?.Features ?? BrokerFeatures.None) & ~features;

    private static bool IsSuite(Type type) =>
        type is { IsAbstract: true, IsGenericTypeDefinition: true } && type.Name.EndsWith("Suite`1", StringComparison.Ordinal)
        && type != typeof(BrokerSuite<>);

    private static bool IsFor(Type suite, Type broker) =>
        suite == typeof(RestartSuite<>) == typeof(KillableBroker).IsAssignableFrom(broker);

    private static async Task<BrokerFeatures> FeaturesOf(Type type)
    {
        await using var broker = (BrokerUnderTest)Activator.CreateInstance(type)!;
        // The one suite for those with a server of their own asks for nothing, and a server takes its time to start.
        if (broker is KillableBroker)
            return BrokerFeatures.None;

        await broker.Start();
        return broker.Connect(broker.Address, TimeProvider.System).Features;
    }
}
