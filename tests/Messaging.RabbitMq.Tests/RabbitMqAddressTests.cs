namespace Messaging.RabbitMq.Tests;

[TestFixture]
public sealed class RabbitMqAddressTests
{
    [Test]
    public void What_is_left_out_has_RabbitMqs_defaults()
    {
        var address = RabbitMqAddress.Read(new Uri("amqp://broker"));

        Assert.That(
            (address.Host, address.Port, address.VirtualHost, address.User, address.Password, address.QueueType),
            Is.EqualTo(("broker", 5672, "/", "guest", "guest", RabbitMqQueueType.Quorum)));
    }

    [Test]
    public void Every_part_can_be_said_and_special_characters_are_escaped()
    {
        var address = RabbitMqAddress.Read(new Uri("amqps://my%40app:p%3Aw@broker:7000/my%2Fhost?queueType=classic"));

        Assert.That(
            (address.IsSecure, address.Port, address.VirtualHost, address.User, address.Password, address.QueueType),
            Is.EqualTo((true, 7000, "my/host", "my@app", "p:w", RabbitMqQueueType.Classic)));
    }

    [Test]
    public void The_secure_port_is_another_one() =>
        Assert.That(RabbitMqAddress.Read(new Uri("amqps://broker")).Port, Is.EqualTo(5671));

    [Test]
    public void What_is_shown_to_people_holds_no_password() => Assert.That(
        RabbitMqAddress.Read(new Uri("amqp://app:secret@broker/shop")).ToString(),
        Is.EqualTo("amqp://app@broker:5672/shop"));

    [TestCase("amqp://broker?queueTyp=classic", "'queueTyp' is not a setting of RabbitMQ addresses. Allowed: queueType.")]
    [TestCase("amqp://broker?queueType=lazy", "queueType is 'lazy'. Allowed: quorum, classic.")]
    public void A_wrong_setting_is_named(string address, string fault) =>
        Assert.That(RabbitMqAddress.Faults(new Uri(address)), Is.EqualTo(new[] { fault }));
}
