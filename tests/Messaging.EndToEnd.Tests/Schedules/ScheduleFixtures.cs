using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Schedules;

[TestFixture]
public sealed class SchedulesInMemory : ScheduleSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class SchedulesOverRabbitMq : ScheduleSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
