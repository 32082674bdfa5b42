using System.Text.Json.Nodes;
using MassTransit.Context;
using MassTransit.Serialization;
using Messaging.Testing;

namespace Messaging.Contracts.Tests;

/// <summary>What these tests show is what peers of other versions and in other languages see.</summary>
public sealed class GoldenTests
{
    private static IEnumerable<string> SampleNames => Samples.All.Keys;

    // First, because it is the one that APPROVE=1 lets write the files that the others read.
    [Order(1)]
    [TestCaseSource(nameof(SampleNames))]
    public void Every_message_keeps_its_json(string name) =>
        Approved.Compare(MessageJson.Write(Samples.All[name]), new GoldenFile(name).RelativePath);

    [TestCaseSource(nameof(SampleNames))]
    public void Every_message_is_read_back_whole(string name)
    {
        var golden = new GoldenFile(name).Read();

        var message = MessageJson.Read(golden, Samples.All[name].GetType());

        Assert.That(MessageJson.Write(message), Is.EqualTo(golden));
    }

    [TestCaseSource(nameof(SampleNames))]
    public void Every_message_is_the_same_in_the_envelope_of_MassTransit(string name)
    {
        var body = Send((dynamic)Samples.All[name]);

        var message = JsonNode.Parse((byte[])body)!["message"];

        Assert.That(message!.ToJsonString(MessageJson.Options) + "\n", Is.EqualTo(new GoldenFile(name).Read()));
    }

    private static byte[] Send<T>(T message)
        where T : class =>
        new SystemTextJsonMessageSerializer().GetMessageBody(new MessageSendContext<T>(message)).GetBytes();
}
