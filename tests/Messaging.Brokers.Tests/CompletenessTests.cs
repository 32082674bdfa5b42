using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class CompletenessTests
{
    private static IEnumerable<Type> Brokers => typeof(CompletenessTests).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && typeof(BrokerUnderTest).IsAssignableFrom(type));

    [TestCaseSource(nameof(Brokers))]
    public async Task A_broker_is_held_against_every_suite_about_what_it_says_it_can(Type broker) =>
        Assert.That(await BrokerSuites.Missing(typeof(CompletenessTests).Assembly, broker), Is.Empty);
}
