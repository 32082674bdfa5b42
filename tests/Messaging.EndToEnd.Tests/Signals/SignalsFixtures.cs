using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Signals;

[TestFixture]
public sealed class SignalsInMemory : SignalsSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class SignalsOverRabbitMq : SignalsSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
