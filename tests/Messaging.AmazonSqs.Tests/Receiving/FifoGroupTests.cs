using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class FifoGroupTests
{
    private readonly Lock gate = new();
    private readonly List<string> waiting = ["1", "2", "3"];
    private readonly HashSet<string> held = new(StringComparer.Ordinal);

    [Test]
    public async Task Messages_of_a_group_come_one_at_a_time_although_SQS_hands_out_several_of_it_in_one_answer()
    {
        await using var gateway = await SqsGateway.Start();
        gateway.Answer = Answer;
        await using var broker = SqsServer.Open(TimeSpan.FromMinutes(1), gateway.Address);
        var queue = $"{Settings.NewPrefix()}orders.fifo";

        var order = new List<string>();
        while (order.Count < 3)
        {
            var taken = await broker.Receive(queue, 10, default);
            if (taken.Count == 0)
                await broker.WaitForMessage(queue, TimeSpan.FromSeconds(1), default);
            Assert.That(taken, Has.Count.LessThanOrEqualTo(1));
            foreach (var message in taken)
            {
                order.Add(Encoding.UTF8.GetString(message.Content.Body.Span));
                await broker.Delete(queue, [message.Lock], default);
            }
        }

        Assert.That(order, Is.EqualTo(new[] { "1", "2", "3" }));
    }

    /// <summary>As SQS does: as many of a group as were asked for, and none of it while any of it is held.</summary>
    private GatewayAnswer? Answer(string action, JsonNode body)
    {
        lock (gate)
        {
            switch (action)
            {
                case "GetQueueUrl":
                    return new GatewayAnswer(200, $$"""{"QueueUrl":"http://sqs/1/{{body["QueueName"]}}"}""");
                case "ReceiveMessage":
                    string[] some = held.Count > 0 ? [] : [.. waiting.Take((int)body["MaxNumberOfMessages"]!)];
                    waiting.RemoveRange(0, some.Length);
                    held.UnionWith(some);
                    return new GatewayAnswer(200, $$"""{"Messages":[{{string.Join(',', some.Select(Json))}}]}""");
                case "DeleteMessageBatch":
                    foreach (var entry in body["Entries"]!.AsArray())
                        held.Remove($"{entry!["ReceiptHandle"]}");
                    return new GatewayAnswer(200, """{"Successful":[],"Failed":[]}""");
                case "ChangeMessageVisibilityBatch":
                    // Fetched, and not taken in time by a test that stood still.
                    foreach (var entry in body["Entries"]!.AsArray().Reverse())
                    {
                        held.Remove($"{entry!["ReceiptHandle"]}");
                        waiting.Insert(0, $"{entry["ReceiptHandle"]}");
                    }

                    return new GatewayAnswer(200, """{"Successful":[],"Failed":[]}""");
                default:
                    return null;
            }
        }
    }

    private static string Json(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"MessageId":"{{Guid.NewGuid()}}","ReceiptHandle":"{{name}}","Body":"{{name}}"}""");
}
