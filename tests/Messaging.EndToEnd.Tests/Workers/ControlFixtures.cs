using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class ControlInMemory : ControlSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class ControlOverRabbitMq : ControlSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
