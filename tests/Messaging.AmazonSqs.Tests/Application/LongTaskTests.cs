using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class LongTaskTests
{
    [Test]
    public async Task A_message_that_is_too_long_is_an_error_for_who_sends_it()
    {
        await using var host = await MessagingHost.Start(SqsSettings.New(), TestTasks.Add);

        Assert.That(
            () => host.Tasks.Send(new SayText(new string('x', 300_000), Fails: false)),
            Throws.Exception.With.Message.Contains("and SQS takes 262144. It was not sent."));
    }
}
