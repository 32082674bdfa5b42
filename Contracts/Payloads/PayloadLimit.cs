using System.Text;

namespace Messaging.Contracts;

/// <summary>
/// Cuts what lifecycle events carry down to a size, for the sake of the tracking queue and the store. Done by whoever
/// tells of a task, so that no large batches travel, and by the tracker again, for those who do not.
/// </summary>
internal sealed class PayloadLimit(int limit)
{
    public const int Default = 1024 * 1024;

    private const int StartLength = 200;

    /// <summary>Room for what is put after a text that was cut.</summary>
    private const int NoteLength = 80;

    /// <summary>A UTF-16 character becomes at most so many bytes, so that most texts need not be counted.</summary>
    private const int MostBytes = 3;

    /// <summary>The event itself if nothing of it is too long.</summary>
    public TaskEvent Cut(TaskEvent taskEvent) => taskEvent switch
    {
        TaskSubmitted submitted when IsTooLong(submitted.Arguments) =>
            submitted with { Arguments = CutJson(submitted.Arguments) },
        TaskReceived received when IsTooLong(received.Arguments) =>
            received with { Arguments = CutJson(received.Arguments) },
        TaskSucceeded succeeded when IsTooLong(succeeded.Result) => succeeded with { Result = CutJson(succeeded.Result) },
        TaskStateSet set when IsTooLong(set.Meta) => set with { Meta = CutJson(set.Meta) },
        TaskProgressed { Progress: { } progress } progressed when IsTooLong(progress.Message) =>
            progressed with { Progress = progress with { Message = CutText(progress.Message) } },
        TaskRetrying retrying when IsTooLong(retrying.Error) => retrying with { Error = CutError(retrying.Error) },
        TaskFailed failed when IsTooLong(failed.Error) => failed with { Error = CutError(failed.Error) },
        TaskRejected rejected when IsTooLong(rejected.Error) => rejected with { Error = CutError(rejected.Error) },
        _ => taskEvent,
    };

    private TaskError CutError(TaskError error) =>
        error with { Message = CutText(error.Message)!, StackTrace = CutText(error.StackTrace) };

    private string? CutJson(string? json)
    {
        if (json is null || TruncatedPayload.TryRead(json, out _))
            return json;

        return new TruncatedPayload
        {
            Bytes = Encoding.UTF8.GetByteCount(json), Limit = limit, Start = json[..StartOf(json)],
        }.Write();
    }

    /// <summary>A text that is no JSON goes on being one, and says at its end how long it was.</summary>
    private string? CutText(string? text)
    {
        if (text is null || !IsTooLong(text))
            return text;

        var bytes = Encoding.UTF8.GetByteCount(text);
        // Not in the middle of a character: what is no whole one at the end is left out.
        Encoding.UTF8.GetDecoder().Convert(
            Encoding.UTF8.GetBytes(text).AsSpan(0, limit - NoteLength), new char[limit], flush: false,
            out _, out var length, out _);
        return $"{text[..length]} … (cut, {bytes} bytes)";
    }

    private bool IsTooLong(TaskError? error) => IsTooLong(error?.Message) || IsTooLong(error?.StackTrace);

    private bool IsTooLong(string? text) =>
        text is not null && text.Length > limit / MostBytes && Encoding.UTF8.GetByteCount(text) > limit;

    private static int StartOf(string json)
    {
        var length = Math.Min(StartLength, json.Length);
        return char.IsHighSurrogate(json[length - 1]) ? length - 1 : length;
    }
}
