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

    protected override string ShortLock => "?lock=3s";

    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", TestServers.Redis));
}

/// <summary>One PostgreSQL is broker and store.</summary>
[TestFixture]
public sealed class ApplicationOverPostgres : ProcessesSuite
{
    protected override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    protected override string ShortLock => "?lock=3s";

    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", TestServers.Postgres));
}

[TestFixture]
public sealed class ApplicationOverSqs : ProcessesSuite
{
    protected override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    protected override string ShortLock => "&lock=3s";

    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres()
        .With(("Broker", $"sqs://key:secret@eu-west-1?endpoint={TestServers.Sqs}&waitTime=1s"));
}
