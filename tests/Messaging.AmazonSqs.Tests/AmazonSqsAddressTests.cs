namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class AmazonSqsAddressTests
{
    [Test]
    public void What_is_left_out_has_a_default()
    {
        var address = AmazonSqsAddress.Read(new Uri("sqs://eu-west-1"));

        Assert.Multiple(() =>
        {
            Assert.That(address.Region, Is.EqualTo("eu-west-1"));
            Assert.That(address.Url, Is.EqualTo(new Uri("https://sqs.eu-west-1.amazonaws.com/")));
            Assert.That(address.Prefix, Is.Empty);
            Assert.That(address.Credentials, Is.Null);
            Assert.That(address.LockTime, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(address.WaitTime, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(address.MaxMessageBytes, Is.EqualTo(262_144));
        });
    }

    [Test]
    public void Every_part_can_be_said_and_special_characters_are_escaped()
    {
        var address = AmazonSqsAddress.Read(new Uri(
            "sqs://AKIA:a%2Fb%2Bc%3A@eu-west-1?endpoint=http%3A%2F%2F127.0.0.1%3A4566&prefix=shop-&lock=5m&waitTime=20s"
            + "&maxMessageBytes=1048576"));

        Assert.That(address, Is.EqualTo(new AmazonSqsAddress
        {
            Region = "eu-west-1",
            Url = new Uri("http://127.0.0.1:4566"),
            Prefix = "shop-",
            Credentials = ("AKIA", "a/b+c:"),
            LockTime = TimeSpan.FromMinutes(5),
            WaitTime = TimeSpan.FromSeconds(20),
            MaxMessageBytes = 1_048_576,
        }));
    }

    [Test]
    public void Regions_outside_of_the_usual_partition_have_other_servers() => Assert.That(
        AmazonSqsAddress.Read(new Uri("sqs://cn-north-1")).Url,
        Is.EqualTo(new Uri("https://sqs.cn-north-1.amazonaws.com.cn/")));

    [TestCase("sqs://key:secret@eu-west-1", "sqs://eu-west-1")]
    [TestCase("sqs://key:secret@eu-west-1?endpoint=http://10.0.0.1:4566", "sqs://eu-west-1?endpoint=http://10.0.0.1:4566")]
    public void What_is_shown_to_people_holds_no_credentials(string address, string shown) =>
        Assert.That(AmazonSqsAddress.Read(new Uri(address)).ToString(), Is.EqualTo(shown));

    [TestCase("sqs:///", "it names no region. Write sqs://eu-west-1, or whatever the region of your queues is.")]
    [TestCase("sqs://eu-west-1/queue", "it has the path '/queue', which SQS has no use for. Write sqs://region, and a prefix "
        + "of queues as ?prefix=….")]
    [TestCase("sqs://key@eu-west-1", "its credentials are not of the form key:secret. Write sqs://key:secret@region with %2F "
        + "for / and %2B for +, or leave them out for AWS's usual sources (environment, profile, role).")]
    [TestCase("sqs://eu-west-1?lok=1s", "'lok' is not a setting of SQS addresses. Allowed: endpoint, prefix, lock, waitTime, "
        + "maxMessageBytes.")]
    [TestCase("sqs://eu-west-1?lock=30", "lock is '30'. Allowed: 3s to 12h, such as 30s or 5m.")]
    [TestCase("sqs://eu-west-1?lock=2s", "lock is '2s'. Allowed: 3s to 12h, such as 30s or 5m.")]
    [TestCase("sqs://eu-west-1?waitTime=21s", "waitTime is '21s'. Allowed: 1s to 20s.")]
    [TestCase("sqs://eu-west-1?prefix=a.b", "prefix is 'a.b'. Allowed: up to 24 letters, digits, - and _.")]
    [TestCase("sqs://eu-west-1?endpoint=localhost", "endpoint is 'localhost'. Allowed: an http:// or https:// address.")]
    [TestCase("sqs://eu-west-1?maxMessageBytes=2M", "maxMessageBytes is '2M'. Allowed: 1024 to 1048576 (bytes).")]
    public void What_is_wrong_is_named_with_what_to_do(string address, string fault) =>
        Assert.That(AmazonSqsAddress.Faults(new Uri(address)), Is.EqualTo(new[] { fault }));
}
