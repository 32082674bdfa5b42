namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class MessageDelayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0, null)]
    [TestCase(0.001, 1)]
    [TestCase(1.5, 2)]
    [TestCase(900, 900)]
    public void SQS_keeps_a_message_for_up_to_a_quarter_of_an_hour(double seconds, int? told) => Assert.That(
        MessageDelay.Of(TimeSpan.FromSeconds(seconds), "queue", Now), Is.EqualTo(new MessageDelay(told, null)));

    [Test]
    public void For_longer_than_that_it_says_when_it_is_due() => Assert.That(
        MessageDelay.Of(TimeSpan.FromHours(1), "queue", Now), Is.EqualTo(new MessageDelay(900, Now.AddHours(1))));

    [Test]
    public void In_a_fifo_queue_it_says_so_at_once() => Assert.That(
        MessageDelay.Of(TimeSpan.FromSeconds(1), "queue.fifo", Now), Is.EqualTo(new MessageDelay(null, Now.AddSeconds(1))));

    [TestCase("queue", 0.25, 0)]
    [TestCase("queue", 1, 1)]
    [TestCase("queue", 12, 1)]
    [TestCase("queue", 24, 2)]
    [TestCase("queue.fifo", 0.001, 1)]
    [TestCase("queue.fifo", 24, 3)]
    public void Receipts_before_it_was_due_are_no_deliveries(string queue, double hours, int receipts) =>
        Assert.That(MessageDelay.EarlyReceipts(Now, Now.AddHours(hours), queue), Is.EqualTo(receipts));

    [Test]
    public void What_SQS_would_not_keep_for_so_long_is_refused() => Assert.That(
        () => MessageDelay.Of(TimeSpan.FromDays(14), "queue", Now),
        Throws.InvalidOperationException.With.Message.Contains("to 'queue' is to be delayed by 14.00:00:00"));
}
