using System.Text;
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

    protected override async Task Kept(Guid taskId)
    {
        await using var dead = await RabbitMqQueue.Open($"{Queue}_error");
        var kept = await Eventually.Get(
            dead.Take, message => message is not null
                && Encoding.UTF8.GetString(message.Body.Span).Contains(taskId.ToString(), StringComparison.Ordinal));
        Assert.That(Encoding.UTF8.GetString(kept!.Body.Span), Does.Contain("\"what\":\"reject\""));
    }
}
