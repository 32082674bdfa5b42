using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

[TestFixture]
public sealed class AtMostOnceInMemory : AtMostOnceSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();

    /// <summary>Queues in memory cannot be looked into.</summary>
    protected override Task MessageIsKept(Guid taskId) => Task.CompletedTask;
}

[TestFixture]
public sealed class AtMostOnceOverRabbitMq : AtMostOnceSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();

    protected override async Task MessageIsKept(Guid taskId)
    {
        await using var errors = await RabbitMqQueue.Open(Queue + "_error");
        var kept = await Eventually.Get(errors.Take, message => message is not null);
        Assert.That(kept!.BasicProperties.MessageId, Is.EqualTo($"{taskId}"));
        Assert.That(kept.BasicProperties.Headers!.Keys, Has.Member("MT-Fault-Message"));
    }
}
