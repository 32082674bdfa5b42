using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

[TestFixture]
public sealed class RevokingInMemory : RevokingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class RevokingOverRabbitMq : RevokingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
