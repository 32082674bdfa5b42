using FsCheck.Fluent;

namespace Messaging.RabbitMq.Tests.Channels;

[TestFixture]
public sealed class OpenDeliveriesTests
{
    private OpenDeliveries deliveries = null!;

    [SetUp]
    public void Begin() => deliveries = new OpenDeliveries();

    [Test]
    public void A_delivery_by_itself_is_acknowledged_at_once()
    {
        Come(1);

        Assert.That(Done(1), Is.EqualTo("1"));
        Assert.That(deliveries.IsAnyDone, Is.False);
    }

    [Test]
    public void A_quarter_of_many_is_acknowledged_together_at_once()
    {
        Come(400);

        for (ulong tag = 1; tag < 100; tag++)
            Assert.That(Done(tag), Is.Empty);

        Assert.That(Done(100), Is.EqualTo("..100"));
    }

    [Test]
    public void Fewer_of_many_are_acknowledged_together_with_the_next_moment()
    {
        Come(400);
        Done(2);
        Done(1);
        Done(3);

        Assert.That(Tick(), Is.EqualTo("..3"));
        Assert.That(deliveries.IsAnyDone, Is.False);
    }

    [Test]
    public void What_is_done_behind_one_that_is_not_goes_by_itself_after_five_moments()
    {
        Come(400);
        Done(1);
        Done(3);
        Done(5);

        Assert.That(Tick(), Is.EqualTo("1"));
        for (var moment = 2; moment <= 5; moment++)
            Assert.That(Tick(), Is.Empty);
        Assert.That(Tick(), Is.EqualTo("3 5"));

        Done(4);
        Done(2);
        Assert.That(Tick(), Is.EqualTo("..4"), "those that the broker knows of already are in between");
    }

    [Test]
    public void Of_few_what_is_done_behind_one_that_is_not_goes_by_itself_when_it_is_half_of_them()
    {
        Come(4);

        Assert.That(Done(3), Is.Empty);
        Assert.That(Done(2), Is.EqualTo("2 3"));
        Assert.That(Done(4), Is.EqualTo("4"));
        Assert.That(Done(1), Is.EqualTo("1"));
    }

    [Test]
    public void What_went_back_holds_nothing_up()
    {
        Come(400);
        Done(2);

        deliveries.Return(1);

        Assert.That(Tick(), Is.EqualTo("2"));
    }

    [Test]
    public void What_is_left_is_taken_at_the_end()
    {
        Come(400);
        Done(1);
        Done(7);

        Assert.That(Text(deliveries.TakeAll()), Is.EqualTo("1 7"));
        Assert.That(deliveries.TakeAll(), Is.Null);
    }

    /// <summary>
    /// Each number is a step: mostly some delivery is done, others come, go back, or time passes. The broker is told of no
    /// delivery that is not done, and of each once.
    /// </summary>
    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public FsCheck.Property Whatever_happens_in_whatever_order_each_is_acknowledged_once_and_none_that_is_not_done() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
        {
            var broker = new Broker();
            foreach (var step in steps)
                broker.Make(step);
            broker.End();
        });

    private void Come(int count)
    {
        for (var tag = 1; tag <= count; tag++)
            deliveries.Add((ulong)tag);
    }

    private string Done(ulong tag) => Text(deliveries.Acknowledge(new Acknowledgement(tag)));

    private string Tick() => Text(deliveries.Tick());

    /// <summary>Such as <c>..3 5 7</c>: all up to 3, then 5, then 7.</summary>
    private static string Text(DueAcknowledgements? due)
    {
        string[] together = due?.Together switch
        {
            null or [] => [],
            [var one] => [$"{one.Tag}"],
            [.., var last] => [$"..{last.Tag}"],
        };
        var alone = due?.Alone.Select(done => done.Tag).Order().Select(tag => $"{tag}") ?? [];
        return string.Join(' ', together.Concat(alone));
    }

    /// <summary>What RabbitMQ knows of a channel.</summary>
    private sealed class Broker
    {
        private readonly OpenDeliveries deliveries = new();
        private readonly SortedSet<ulong> outstanding = [];
        private readonly HashSet<ulong> done = [];
        private ulong last;

        public void Make(int step)
        {
            var running = outstanding.Except(done).ToArray();
            switch (Math.Abs((long)step) % 10)
            {
                case 0 or 1 or 2:
                    for (var count = Math.Abs((long)step) % 97; count >= 0; count--)
                    {
                        outstanding.Add(++last);
                        deliveries.Add(last);
                    }

                    break;
                case 3:
                    Tell(deliveries.Tick());
                    break;
                case 4 when running.Length > 0:
                    var back = running[^1];
                    outstanding.Remove(back);
                    deliveries.Return(back);
                    break;
                case > 4 when running.Length > 0:
                    var ended = running[Math.Abs((long)step) % running.Length];
                    done.Add(ended);
                    Tell(deliveries.Acknowledge(new Acknowledgement(ended)));
                    break;
            }
        }

        public void End()
        {
            for (var moment = 0; moment < 10; moment++)
                Tell(deliveries.Tick());

            Assert.That(outstanding.Intersect(done), Is.Empty, "what is done is acknowledged");
            Assert.That(deliveries.IsAnyDone, Is.False);
        }

        private void Tell(DueAcknowledgements? due)
        {
            if (due is null)
                return;

            if (due.Together is [.., var through])
            {
                Assert.That(outstanding, Does.Contain(through.Tag), "the broker closes the channel otherwise");
                var all = outstanding.TakeWhile(tag => tag <= through.Tag).ToArray();
                Assert.That(all, Is.EqualTo(due.Together.Select(one => one.Tag)), "and none that is not done");
                outstanding.ExceptWith(all);
            }

            foreach (var one in due.Alone)
                Assert.That(outstanding.Remove(one.Tag), Is.True);
        }
    }
}
