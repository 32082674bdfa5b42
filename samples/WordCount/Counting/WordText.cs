using System.Buffers;
using System.Globalization;
using System.Text;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>Makes the words that people see as one into one: "Don't," and "don't".</summary>
internal static class WordText
{
    /// <summary>Longer words are no words that anyone would want to see in a list of the commonest.</summary>
    public const int MostChars = 64;

    /// <summary>UTF-8 takes no more than three bytes for what is one char in UTF-16.</summary>
    public const int MostBytes = 3 * MostChars;

    /// <summary>
    /// The word in lower case from its first letter or digit to its last, held in the buffer. Empty if it has none,
    /// is too long, or isn't text: invalid UTF-8, or anything that doesn't print.
    /// </summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<byte> word, Span<char> buffer)
    {
        if (word.Length > MostBytes)
            return [];

        return word.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? OfUtf8(word, buffer) : OfAscii(word, buffer);
    }

    private static ReadOnlySpan<char> OfAscii(ReadOnlySpan<byte> word, Span<char> buffer)
    {
        if (word.Length > MostChars)
            return [];

        while (!word.IsEmpty && !char.IsAsciiLetterOrDigit((char)word[0]))
            word = word[1..];
        while (!word.IsEmpty && !char.IsAsciiLetterOrDigit((char)word[^1]))
            word = word[..^1];
        Ascii.ToLower(word, buffer, out var length);
        return buffer[..length];
    }

    private static ReadOnlySpan<char> OfUtf8(ReadOnlySpan<byte> word, Span<char> buffer)
    {
        int length = 0, start = -1, end = 0;
        while (!word.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(word, out var rune, out var consumed) != OperationStatus.Done || !Prints(rune))
                return [];

            word = word[consumed..];
            if (length + rune.Utf16SequenceLength > MostChars)
                return [];

            if (start < 0 && Rune.IsLetterOrDigit(rune))
                start = length;
            length += Lower(rune).EncodeToUtf16(buffer[length..]);
            if (CanEndWord(rune))
                end = length;
        }

        return start < 0 ? [] : buffer[start..end];
    }

    private static bool Prints(Rune rune) => rune.IsAscii
        ? rune.Value is > ' ' and <= '~'
        : CharacterClasses.OfRune(rune, CountMode.Utf8Posix) != CharacterClass.Ignored;

    // The look at the category is for speed: most scripts have no case, and to be told so takes long.
    private static Rune Lower(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter
            ? Rune.ToLowerInvariant(rune)
            : rune;

    // In many scripts that can be a mark, the last vowel.
    private static bool CanEndWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
