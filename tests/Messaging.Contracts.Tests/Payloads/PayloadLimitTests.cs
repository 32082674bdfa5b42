using System.Text;
using System.Text.Json;

namespace Messaging.Contracts.Tests;

public sealed class PayloadLimitTests
{
    private const int Limit = 1024;

    private static readonly PayloadLimit Payloads = new(Limit);

    /// <summary>1025 bytes of JSON.</summary>
    private static string TooLong => Json(Limit - 1);

    private static IEnumerable<TaskEvent> Events => Samples.Full.Values.OfType<TaskEvent>();

    [TestCaseSource(nameof(Events))]
    public void What_is_short_enough_is_left_alone(TaskEvent taskEvent) =>
        Assert.That(Payloads.Cut(taskEvent), Is.SameAs(taskEvent));

    [Test]
    public void The_limit_itself_is_short_enough() =>
        Assert.That(Cut(Json(Limit - 2)), Is.EqualTo(Json(Limit - 2)));

    [TestCase("é", 512)]
    [TestCase("漢", 341)]
    [TestCase("🎉", 255)]
    public void Bytes_are_counted_and_not_characters(string character, int fit)
    {
        var json = $"\"{string.Concat(Enumerable.Repeat(character, fit))}\"";

        Assert.That(Cut(json), Is.EqualTo(Encoding.UTF8.GetByteCount(json) <= Limit ? json : Cut(json)));
        Assert.That(TruncatedPayload.TryRead(Cut($"{json}{json}{json}"), out var truncated), Is.True);
        Assert.That(truncated!.Bytes, Is.EqualTo(3 * Encoding.UTF8.GetByteCount(json)));
    }

    [Test]
    public void Json_that_is_too_long_is_replaced_by_json_that_says_so()
    {
        var cut = Cut(TooLong);

        Assert.That(cut, Is.EqualTo(
            $$$"""{"$truncated":{"bytes":1025,"limit":1024,"start":"\"{{{new string('x', 199)}}}"}}"""));
        Assert.That(TruncatedPayload.TryRead(cut, out var truncated), Is.True);
        Assert.That(truncated, Is.EqualTo(
            new TruncatedPayload { Bytes = 1025, Limit = 1024, Start = TooLong[..200] }));
        using var readable = JsonDocument.Parse(cut);
    }

    [Test]
    public void Every_payload_of_every_event_is_cut()
    {
        var long_ = new TaskError { Type = "T", Message = new string('m', 2000), StackTrace = new string('s', 2000) };
        var events = SampleEvents.OfEachKind(long_, new TaskProgress { Current = 1, Total = 2, Message = new string('p', 2000) });

        foreach (var cut in events.Select(Lengthen).Select(Payloads.Cut))
        {
            var json = JsonSerializer.Serialize(cut, cut.GetType(), TaskJson.Options);
            Assert.That(json.Length, Is.LessThan(3200), json);
        }
    }

    [Test]
    public void A_text_that_is_no_json_keeps_its_beginning_and_says_how_long_it_was()
    {
        var error = new TaskError { Type = "T", Message = "short", StackTrace = "é" + new string('s', 2000) };

        var cut = ((TaskFailed)Payloads.Cut(Failed(error))).Error;

        Assert.That(cut.Message, Is.EqualTo("short"));
        Assert.That(cut.StackTrace, Does.StartWith("és").And.EndWith("s … (cut, 2002 bytes)"));
        Assert.That(Encoding.UTF8.GetByteCount(cut.StackTrace!), Is.LessThanOrEqualTo(Limit));
    }

    [Test]
    public void No_character_is_cut_in_two([Values("é", "漢", "🎉")] string character, [Range(0, 3)] int before)
    {
        var text = new string('x', before) + string.Concat(Enumerable.Repeat(character, 1000));
        var json = Cut($"\"{text}\"");

        var message = ((TaskFailed)Payloads.Cut(Failed(new TaskError { Type = "T", Message = text }))).Error.Message;

        Assert.That(TruncatedPayload.TryRead(json, out var truncated), Is.True);
        Assert.That(truncated!.Start + message, Does.Not.Contain("\uFFFD"));
        Assert.That(message, Does.StartWith(text[..(before + 90)]));
    }

    [Test]
    public void What_was_cut_before_is_not_cut_again()
    {
        var marker = Cut($"\"{string.Concat(Enumerable.Repeat("\\u0001", 1000))}\"");
        var failed = Payloads.Cut(Failed(new TaskError { Type = "T", Message = new string('m', 2000) }));

        Assert.That(Cut(marker), Is.EqualTo(marker));
        Assert.That(Payloads.Cut(failed), Is.SameAs(failed));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("3")]
    [TestCase("""{"$truncated":3}""")]
    [TestCase("""{"$truncated":{"bytes":1}}""")]
    [TestCase("""{"$truncated":{not json""")]
    [TestCase("""{"truncated":{"bytes":1,"limit":1,"start":""}}""")]
    public void Anything_else_is_no_marker(string? json) =>
        Assert.That(TruncatedPayload.TryRead(json, out _), Is.False);

    private static string Json(int letters) => $"\"{new string('x', letters)}\"";

    private static string Cut(string json) =>
        ((TaskSucceeded)Payloads.Cut(Samples.Full.Values.OfType<TaskSucceeded>().Single() with { Result = json })).Result!;

    private static TaskFailed Failed(TaskError error) =>
        Samples.Full.Values.OfType<TaskFailed>().Single() with { Error = error };

    private static TaskEvent Lengthen(TaskEvent taskEvent) => taskEvent switch
    {
        TaskSubmitted submitted => submitted with { Arguments = TooLong },
        TaskReceived received => received with { Arguments = TooLong },
        TaskSucceeded succeeded => succeeded with { Result = TooLong },
        TaskStateSet set => set with { Meta = TooLong },
        _ => taskEvent,
    };
}
