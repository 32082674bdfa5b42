using System.Text;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class WireMessageTests
{
    [Test]
    public void Text_is_kept_as_it_is()
    {
        var wire = WireMessage.Of(Content("""{"name":"Grüße, 漢字"}""", """{"a":"b c"}"""), priority: 7, deliveriesBefore: 2, due: null);

        Assert.That(wire.Body, Is.EqualTo("""{"name":"Grüße, 漢字"}"""));
        Assert.That(wire.Attribute, Does.EndWith(""" 7 2 0 - {"a":"b c"}"""));
    }

    [TestCase("\u0000")]
    [TestCase("\u000B")]
    [TestCase("🎉")]
    [TestCase("\uFFFE")]
    [TestCase("a\uFFFFb")]
    public void Characters_that_SQS_refuses_or_replaces_are_sent_in_base64(string text)
    {
        var content = Content(text, $$"""{"a":"{{text}}"}""");
        var wire = WireMessage.Of(content, 0, 0, null);

        Assert.That(wire.Body, Is.EqualTo(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
        AssertSame(wire.Read("").Content, content);
    }

    [TestCase("\t\r\n")]
    [TestCase("\u007F\u0085")]
    [TestCase("\uFFFD\uE000")]
    public void Characters_that_SQS_takes_are_sent_as_they_are(string text) =>
        Assert.That(WireMessage.Of(Content(text, "{}"), 0, 0, null).Body, Is.EqualTo(text));

    [Test]
    public void The_size_is_what_SQS_counts()
    {
        var wire = WireMessage.Of(Content("ü", "{}"), 0, 0, null);

        // Name, type and value of the attribute: an id of 32 characters, "0", "0", "0", "-" and "{}" with spaces between.
        Assert.That(wire.Size, Is.EqualTo(2 + "Messaging".Length + "String".Length + 43));
    }

    [TestCase(null)]
    [TestCase("not ours")]
    [TestCase("x 0 0 0 - {}")]
    public void A_message_of_somebody_else_is_taken_as_it_is(string? attribute)
    {
        var id = Guid.NewGuid();

        var (content, priority, before, due) = new WireMessage("hello", attribute).Read(id.ToString());

        Assert.That((content.Id, priority, before, due), Is.EqualTo((id, (byte)0, 0, (DateTimeOffset?)null)));
        Assert.That(Encoding.UTF8.GetString(content.Body.Span), Is.EqualTo("hello"));
        Assert.That(content.Properties.IsEmpty, Is.True);
    }

    private static MessageContent Content(string body, string properties) =>
        new(Guid.NewGuid(), Encoding.UTF8.GetBytes(properties), Encoding.UTF8.GetBytes(body));

    private static void AssertSame(MessageContent actual, MessageContent expected) => Assert.Multiple(() =>
    {
        Assert.That(actual.Id, Is.EqualTo(expected.Id));
        Assert.That(actual.Properties.ToArray(), Is.EqualTo(expected.Properties.ToArray()));
        Assert.That(actual.Body.ToArray(), Is.EqualTo(expected.Body.ToArray()));
    });
}
