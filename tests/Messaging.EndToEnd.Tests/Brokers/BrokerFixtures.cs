using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Brokers;

[TestFixture]
public sealed class ApplicationInMemory : ApplicationSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class ApplicationOverRabbitMq : ProcessesSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
