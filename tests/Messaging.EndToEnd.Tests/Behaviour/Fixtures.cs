using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

[TestFixture]
public sealed class SendingInMemory : SendingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class SendingOverRabbitMq : SendingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class SendingOverClassicQueues : SendingSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", TestServers.Amqp + "?queueType=classic"));
}

[TestFixture]
public sealed class RunningInMemory : RunningSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class RunningOverRabbitMq : RunningSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class DroppingInMemory : DroppingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class DroppingOverRabbitMq : DroppingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class ListingInMemory : ListingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class ListingOverRabbitMq : ListingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class SchedulingInMemory : SchedulingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class SchedulingOverRabbitMq : SchedulingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class RetryingInMemory : RetryingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class RetryingOverRabbitMq : RetryingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class PolicyInMemory : PolicySuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class DeadLettersInMemory : DeadLetterSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class PolicyOverRabbitMq : PolicySuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class DeadLettersOverRabbitMq : DeadLetterSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}

[TestFixture]
public sealed class DeadLettersOverClassicQueues : DeadLetterSuite
{
    protected override Dictionary<string, string?> NewSettings() =>
        Settings.RabbitMqAndPostgres().With(("Broker", TestServers.Amqp + "?queueType=classic"));
}
