using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Messaging.AmazonSqs;

/// <summary>
/// Bytes as text that SQS and its emulators take: as they are if they are UTF-8 without the characters that one of them
/// refuses or replaces, else in base64.
/// </summary>
internal static class WireText
{
    // Control characters other than tab, line feed and carriage return, and the first bytes of characters beyond U+FFFF.
    private static readonly SearchValues<byte> Refused = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(value => (byte)value).Where(value =>
            (value < 0x20 && value is not (0x09 or 0x0A or 0x0D)) || value >= 0xF0)]);

    private static ReadOnlySpan<byte> NotCharacters => [0xEF, 0xBF];

    /// <summary>Makes text of bytes.</summary>
    /// <returns>The text, and whether it is base64.</returns>
    public static (string Text, bool IsBase64) Of(ReadOnlySpan<byte> bytes) =>
        IsAllowed(bytes) ? (Encoding.UTF8.GetString(bytes), false) : (Convert.ToBase64String(bytes), true);

    /// <summary>Makes bytes of such a text.</summary>
    /// <exception cref="FormatException">It is not base64 although it says so.</exception>
    public static byte[] Bytes(string text, bool isBase64) =>
        isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);

    private static bool IsAllowed(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAny(Refused) < 0 && !HasNotCharacter(bytes) && Utf8.IsValid(bytes);

    /// <summary>U+FFFE and U+FFFF, the only ones of three bytes that are refused.</summary>
    private static bool HasNotCharacter(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf(NotCharacters) is >= 0 and var at)
        {
            bytes = bytes[(at + 2)..];
            if (bytes is [0xBE or 0xBF, ..])
                return true;
        }

        return false;
    }
}
