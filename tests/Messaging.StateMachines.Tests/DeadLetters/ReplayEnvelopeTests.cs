using System.Text;
using System.Text.Json.Nodes;
using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class ReplayEnvelopeTests
{
    private const string Envelope =
        """
        {
          "messageId": "0195a1b2-0000-7000-8000-000000000001",
          "requestId": "0195a1b2-0000-7000-8000-000000000002",
          "responseAddress": "queue:gone", "faultAddress": "queue:gone", "expirationTime": "2026-03-01T12:00:00Z",
          "messageType": [ "urn:message:A:B" ],
          "message": { "x": 12345678901234567890.123456789, "text": "café <b> \u0000" },
          "headers": {
            "Task-Name": "a.b", "Task-Attempt": "2", "Task-Snoozes": "1", "task-expires": "2026-03-01T12:00:00Z",
            "Task-Max-Retries": "3", "tenant": "north", "count": 7
          },
          "somethingNew": [ 1 ],
        }
        """;

    private readonly StoredDeadLetter letter = SampleDeadLetters.Failed(1, attempt: 4) with
    {
        Replays = 1,
        Body = Encoding.UTF8.GetBytes(Envelope),
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MessageId"] = "0195a1b2-0000-7000-8000-000000000001", ["Task-Attempt"] = "4", ["traceparent"] = "00-1",
            ["MT-Fault-Message"] = "Too slow.", ["MT-Host-MachineName"] = "h", ["MT-Reason"] = "fault",
            ["MT-MessageType"] = "urn:message:A:B", ["Task-Dead-Letter-Reason"] = "Failed", ["Task-Expires"] = "then",
        },
    };

    [Test]
    public void An_envelope_asks_for_the_next_attempt_with_all_its_retries()
    {
        var headers = Rewritten()["headers"]!;

        Assert.That((string?)headers["Task-Attempt"], Is.EqualTo("5"));
        Assert.That((string?)headers["Task-Snoozes"], Is.EqualTo("4"), "no attempt before counts as a retry");
        Assert.That((string?)headers["Task-Replays"], Is.EqualTo("2"));
        Assert.That((string?)headers["Task-Replayed-At"], Does.StartWith("2026-03-01T12:00:09"));
        Assert.That((string?)headers["Task-Max-Retries"], Is.EqualTo("3"));
        Assert.That((string?)headers["tenant"], Is.EqualTo("north"));
        Assert.That((int)headers["count"]!, Is.EqualTo(7));
        Assert.That(headers.AsObject(), Has.Count.EqualTo(8), "it does not expire");
    }

    [Test]
    public void The_message_in_an_envelope_stays_as_it_is_and_nobody_is_replied_to()
    {
        var envelope = Rewritten();

        var message = envelope["message"]!;
        Assert.That(message["x"]!.ToJsonString(), Is.EqualTo("12345678901234567890.123456789"));
        Assert.That((string?)message["text"], Is.EqualTo("café <b> \0"));
        Assert.That((string?)envelope["messageId"], Is.EqualTo("0195a1b2-0000-7000-8000-000000000001"));
        Assert.That((int)envelope["somethingNew"]![0]!, Is.EqualTo(1));
        Assert.That(envelope.AsObject().Select(part => part.Key), Is.EquivalentTo(
            new[] { "messageId", "messageType", "message", "headers", "somethingNew" }));
    }

    [Test]
    public void The_transport_gets_the_same_headers_and_none_of_the_failure()
    {
        var headers = ReplayEnvelope.Of(letter, attempt: 5, Told.At(9)).Headers;

        Assert.That(headers, Is.EquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["traceparent"] = "00-1", ["MT-MessageType"] = "urn:message:A:B", ["Task-Name"] = "a.b",
            ["Task-Max-Retries"] = "3", ["tenant"] = "north", ["Task-Attempt"] = "5", ["Task-Snoozes"] = "4",
            ["Task-Replays"] = "2", ["Task-Replayed-At"] = TaskHeaderFormat.Write(Told.At(9)),
        }));
    }

    [TestCase("")]
    [TestCase("certainly not json")]
    [TestCase("[1]")]
    [TestCase("{\"x\":1}")]
    [TestCase("{\"messageType\":\"urn:message:A:B\",\"message\":{}}")]
    [TestCase("{\"messageType\":[],\"message\":{},\"headers\":{\"a\":\"\\ud800\"}}")]
    public void A_body_that_is_no_envelope_stays_as_it_is_byte_by_byte(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var message = ReplayEnvelope.Of(letter with { Body = bytes }, attempt: 5, Told.At(9));

        Assert.That(message.Body.ToArray(), Is.EqualTo(bytes));
        Assert.That(message.Headers[TaskHeaders.Attempt], Is.EqualTo("5"));
    }

    [Test]
    public void It_goes_to_its_queue_or_to_the_one_that_was_asked_for()
    {
        Assert.That(ReplayEnvelope.Of(letter, 5, Told.At(9)).Queue, Is.EqualTo("default"));
        Assert.That(ReplayEnvelope.Of(letter with { ReplayQueue = "other" }, 5, Told.At(9)).Queue, Is.EqualTo("other"));
    }

    private JsonNode Rewritten() => JsonNode.Parse(ReplayEnvelope.Of(letter, attempt: 5, Told.At(9)).Body.Span)!;
}
