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

[TestFixture]
public sealed class ApplicationOverRedis : ProcessesSuite
{
    protected override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Redis}?lock=3s"));
}

/// <summary>One PostgreSQL is broker and store.</summary>
[TestFixture]
public sealed class ApplicationOverPostgres : ProcessesSuite
{
    protected override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Postgres}?lock=3s"));
}

[TestFixture]
public sealed class ApplicationOverSqs : ProcessesSuite
{
    protected override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres()
        .With(("Broker", $"sqs://key:secret@eu-west-1?endpoint={TestServers.Sqs}&lock=3s&waitTime=1s"));
}
