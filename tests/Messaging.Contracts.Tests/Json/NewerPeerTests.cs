using System.Text.Json.Nodes;

namespace Messaging.Contracts.Tests;

public sealed class NewerPeerTests
{
    private static IEnumerable<string> SampleNames => Samples.All.Keys;

    [TestCaseSource(nameof(SampleNames))]
    public void Properties_of_a_newer_peer_are_ignored(string name)
    {
        var message = JsonNode.Parse(MessageJson.Write(Samples.All[name]))!;
        AddProperties(message.AsObject());

        var copy = MessageJson.Read(message.ToJsonString(), Samples.All[name].GetType());

        Assert.That(MessageJson.Write(copy), Is.EqualTo(MessageJson.Write(Samples.All[name])));
    }

    /// <summary>Into the message and the objects in it, but for dictionaries, whose keys are no properties.</summary>
    private static void AddProperties(JsonObject message)
    {
        foreach (var (name, value) in message.ToList())
        {
            if (value is JsonObject inner && name is not ("states" or "headers"))
                AddProperties(inner);
            foreach (var item in (value as JsonArray ?? []).OfType<JsonObject>())
                AddProperties(item);
        }

        message["aNewText"] = "new";
        message["aNewObject"] = new JsonObject { ["taskId"] = "not an id" };
        message["aNewList"] = new JsonArray(1, 2);
    }
}
