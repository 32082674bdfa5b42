using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Messaging.RabbitMq.Tests.Channels;

[TestFixture]
public sealed class UnconfirmedPublicationsTests
{
    private static readonly ShutdownEventArgs Loss = new(ShutdownInitiator.Library, 0, "End of stream");

    private UnconfirmedPublications unconfirmed = null!;
    private Publication[] publications = null!;

    [SetUp]
    public void PublishFive()
    {
        unconfirmed = new UnconfirmedPublications();
        publications = [.. Enumerable.Range(1, 5).Select(_ => Publications.New())];
        for (var number = 1; number <= 5; number++)
            unconfirmed.Add((ulong)number, publications[number - 1]);
    }

    [Test]
    public void One_is_confirmed_by_itself()
    {
        unconfirmed.Confirm(2, multiple: false);

        Assert.That(Confirmed, Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void All_up_to_a_number_are_confirmed_together()
    {
        unconfirmed.Confirm(3, multiple: true);

        Assert.That(Confirmed, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Confirms_out_of_order_add_up()
    {
        unconfirmed.Confirm(4, multiple: false);
        unconfirmed.Confirm(2, multiple: true);
        unconfirmed.Confirm(1, multiple: true);
        unconfirmed.Confirm(5, multiple: true);

        Assert.That(Confirmed, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void What_the_broker_refuses_fails()
    {
        unconfirmed.Refuse(2, multiple: true);

        Assert.Multiple(() =>
        {
            Assert.ThrowsAsync<PublishException>(() => publications[0].Confirmed);
            Assert.ThrowsAsync<PublishException>(() => publications[1].Confirmed);
            Assert.That(publications[2].Confirmed.IsCompleted, Is.False);
        });
    }

    [Test]
    public void All_fail_when_the_channel_is_lost_and_so_does_what_comes_later()
    {
        unconfirmed.Confirm(1, multiple: false);
        unconfirmed.Lose(Loss);

        Assert.Multiple(() =>
        {
            Assert.That(Confirmed, Is.EqualTo(new[] { 1 }));
            Assert.That(publications.Skip(1).All(publication => publication.Confirmed.IsFaulted), Is.True);
            Assert.Throws<AlreadyClosedException>(() => unconfirmed.Add(6, Publications.New()));
        });
    }

    [Test]
    public void A_confirm_of_something_unknown_changes_nothing()
    {
        unconfirmed.Confirm(17, multiple: false);

        Assert.That(Confirmed, Is.Empty);
    }

    private IEnumerable<int> Confirmed => Enumerable.Range(1, 5)
        .Where(number => publications[number - 1].Confirmed.IsCompletedSuccessfully);
}
