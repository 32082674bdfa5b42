using Messaging.Hosting;
using Messaging.Testing;
using Microsoft.Extensions.Options;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class QueueSettingsTests
{
    [TestCase("Worker:Queues:0", "orders.high", "Messaging:Worker:Queues holds the queue 'orders.high'. SQS allows no queue ")]
    [TestCase("Routes:math.*", "maths:a", "Messaging:Routes:math.* holds the queue 'maths:a'. SQS allows no queue named ")]
    [TestCase(
        "Tasks:math.add:Queue", "maths.a", "The policy of task 'math.add' holds the queue 'maths.a'. SQS allows no queue ")]
    [TestCase("Prefix", "shop.", "Messaging:Prefix is 'shop.'. SQS allows no queue named 'shop.messaging-scheduler' ")]
    public void A_name_of_a_queue_that_SQS_does_not_allow_keeps_the_process_from_starting(
        string key, string value, string message)
    {
        Assert.That(
            async () =>
            {
                await using var host = await MessagingHost.Start(SqsSettings.New().With((key, value)), TestTasks.Add);
            },
            Throws.TypeOf<OptionsValidationException>().With.Message.StartWith(message));
    }
}
