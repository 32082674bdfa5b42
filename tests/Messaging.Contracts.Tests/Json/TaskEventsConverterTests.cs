using System.Text.Json;
using System.Text.Json.Nodes;

namespace Messaging.Contracts.Tests;

/// <summary>Batches are written and read by hand; each event must be as the serializer would have it.</summary>
public sealed class TaskEventsConverterTests
{
    private static readonly JsonSerializerOptions Options = MessageJson.Options;

    private static IEnumerable<TaskEvent> Events =>
    [
        .. ((TaskEvents)Samples.All[nameof(TaskEvents)]).Events,
        SampleEvents.Minimal,
        new TaskSubmitted
        {
            TaskId = SampleEvents.TaskId, Time = SampleEvents.At(1), Name = "name", Queue = "ä \"queue\"",
        },
        new TaskReceived
        {
            TaskId = SampleEvents.TaskId, Time = SampleEvents.At(1), Attempt = 1, Worker = "w", Name = "name",
            ReceivedAt = SampleEvents.At(1), Queue = "q", Arguments = "{\"text\":\"\\u0000\"}",
        },
        new TaskSucceeded
        {
            TaskId = SampleEvents.TaskId, Time = SampleEvents.At(2), Attempt = 3, Worker = "w", Name = "name",
            ReceivedAt = SampleEvents.At(1), Queue = "q",
        },
    ];

    [Test]
    public void Each_event_of_a_batch_is_written_as_by_itself()
    {
        var batch = JsonNode.Parse(MessageJson.Write(new TaskEvents { Events = [.. Events] }))!["events"]!.AsArray();

        Assert.That(batch, Has.Count.EqualTo(Events.Count()));
        foreach (var (written, single) in batch.Zip(Events))
        {
            var expected = JsonSerializer.SerializeToNode(single, Options);
            Assert.That(JsonNode.DeepEquals(written, expected), Is.True, $"{written} instead of {expected}");
        }
    }

    [Test]
    public void Each_event_of_a_batch_is_read_as_by_itself()
    {
        var json = MessageJson.Write(new TaskEvents { Events = [.. Events, .. Events] });

        var read = MessageJson.Read<TaskEvents>(json).Events;

        Assert.That(
            read.Select(single => JsonSerializer.Serialize(single, Options)),
            Is.EqualTo(Events.Concat(Events).Select(single => JsonSerializer.Serialize(single, Options))));
    }

    [TestCase("""{ "EVENTS": [] }""", 0)]
    [TestCase("""{ "events": null }""", 0)]
    [TestCase("""{ "other": [{ "a": [1] }], "events": [] }""", 0)]
    public void A_batch_may_be_written_otherwise(string json, int events) =>
        Assert.That(MessageJson.Read<TaskEvents>(json).Events, Has.Count.EqualTo(events));

    [Test]
    public void What_is_rare_in_an_event_is_read_too()
    {
        const string json = """
            { "events": [{ "event": "started", "ATTEMPT": 2, "worker": "w", "queue": "q", "name": "n", "more": {},
              "receivedAt": "2025-01-02T03:03:05Z", "time": "2025-01-02T03:04:05Z", "rootId": null,
              "taskId": "0198f3a1-0000-7000-8000-000000000001" }] }
            """;

        var started = (TaskStarted)MessageJson.Read<TaskEvents>(json).Events.Single();

        Assert.That((started.Attempt, started.TaskId), Is.EqualTo((2, SampleEvents.TaskId)));
    }

    [TestCase("""{ "events": [{ "event": "started", "taskId": "0198f3a1-0000-7000-8000-000000000001" }] }""")]
    [TestCase("""{ "events": [{ "event": "of another time" }] }""")]
    [TestCase("""{ "events": [5] }""")]
    [TestCase("""{ "events": 5 }""")]
    [TestCase("""{ }""")]
    [TestCase("""[]""")]
    public void What_is_no_batch_is_refused(string json) =>
        Assert.That(() => MessageJson.Read<TaskEvents>(json), Throws.InstanceOf<JsonException>()
            .Or.InstanceOf<NotSupportedException>());
}
