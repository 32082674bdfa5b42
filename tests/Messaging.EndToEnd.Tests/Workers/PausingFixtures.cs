using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class PausingInMemory : PausingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class PausingOverRabbitMq : PausingProcessesSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class PausingOverRedis : PausingProcessesSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Redis}?lock=3s"));
}

[TestFixture]
public sealed class PausingOverPostgres : PausingProcessesSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Postgres}?lock=3s"));
}

[TestFixture]
public sealed class PausingOverSqs : PausingProcessesSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres()
        .With(("Broker", $"sqs://key:secret@eu-west-1?endpoint={TestServers.Sqs}&lock=3s&waitTime=1s"));
}
