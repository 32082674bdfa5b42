namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class QueueNamesTests
{
    private static readonly QueueNames Names = new("shop-");

    [TestCase("default", "shop-default")]
    [TestCase("orders.fifo", "shop-orders.fifo")]
    [TestCase("orders.fifo_error", "shop-orders-fifo_error")]
    [TestCase("orders.fifo_skipped", "shop-orders-fifo_skipped")]
    public void What_SQS_allows_stays_as_it_is_behind_the_prefix(string queue, string expected)
    {
        Assert.That(Names.Physical(queue), Is.EqualTo(expected));
        Assert.That(Names.Fault(queue), Is.Null);
    }

    [TestCase("messaging-control-host.example.com-17")]
    [TestCase("größe")]
    [TestCase("a b")]
    public void What_it_does_not_allow_is_told_apart_by_a_hash(string queue)
    {
        var physical = Names.Physical(queue);

        Assert.That(physical, Does.Match("^shop-[A-Za-z0-9_-]+-[0-9a-f]{16}$"));
        Assert.That(Names.Physical(queue), Is.EqualTo(physical));
        Assert.That(Names.Physical(queue + "x"), Is.Not.EqualTo(physical));
        Assert.That(Names.Fault(queue), Does.Contain($"'shop-{queue}'").And.Contain("Allowed are letters"));
    }

    [Test]
    public void A_name_that_is_too_long_is_cut_and_told_apart()
    {
        var (one, other) = (new string('a', 76), new string('a', 77));

        Assert.That(Names.Physical(one), Has.Length.EqualTo(80));
        Assert.That(Names.Physical(one), Is.Not.EqualTo(Names.Physical(other)));
        Assert.That(Names.Fault(one), Does.Contain("(81 characters)"));
        Assert.That(Names.Fault(new string('a', 75)), Is.Null);
    }

    [TestCase("default", null)]
    [TestCase("orders.fifo", null)]
    [TestCase("orders.high", "SQS allows no queue named 'shop-orders.high' (16 characters). Allowed are letters")]
    [TestCase(
        "a234567890b234567890c234567890d234567890e234567890f234567890g2345678",
        "(73 characters), and that of 'a234567890b234567890c234567890d234567890e234567890f234567890g2345678_skipped', where")]
    [TestCase("a234567890b234567890c234567890d234567890e234567890f234567890g234567", null)]
    public void A_queue_of_tasks_needs_names_for_its_failed_messages_too(string queue, string? fault)
    {
        var address = new Uri("sqs://eu-west-1?prefix=shop-");

        Assert.That(
            new AmazonSqsBrokerProvider().QueueFault(address, queue),
            fault is null ? Is.Null : Does.Contain(fault));
    }
}
