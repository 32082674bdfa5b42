using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

[TestFixture]
public sealed class AtMostOnceInMemory : AtMostOnceSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class AtMostOnceOverRabbitMq : AtMostOnceSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
