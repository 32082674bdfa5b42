using System.Text;
using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Shows all of a dead letter but the end of a long body.</summary>
internal static class DeadLetterDetailsOf
{
    private const int MostOfBody = 1024 * 1024;

    public static DeadLetterDetails Stored(StoredDeadLetter stored, TaskSaga? saga)
    {
        var isJson = IsJson(stored.Body.Span);
        var shown = stored.Body.Span[..LengthShown(stored.Body.Span, isJson)];
        return new DeadLetterDetails
        {
            Letter = DeadLetterOf.Stored(stored),
            Error = stored.Error,
            Headers = stored.Headers,
            ContentType = stored.ContentType,
            BodyText = isJson ? Encoding.UTF8.GetString(shown) : null,
            BodyBase64 = isJson ? null : Convert.ToBase64String(shown),
            IsBodyCut = shown.Length < stored.Body.Length,
            Task = saga is null ? null : TaskStatusOf.Saga(saga),
        };
    }

    /// <summary>Never half a character.</summary>
    private static int LengthShown(ReadOnlySpan<byte> body, bool isText)
    {
        if (body.Length <= MostOfBody)
            return body.Length;

        var length = MostOfBody;
        while (isText && (body[length] & 0xC0) == 0x80)
            length--;
        return length;
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                // To its end.
            }

            return body.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
