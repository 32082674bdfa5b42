using System.Globalization;
using System.Text;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>The isprint, iswprint and so on of <c>wc</c> in glibc's locales C and C.UTF-8.</summary>
/// <remarks>
/// .NET 10 knows Unicode 16 and Debian 12's glibc 2.36 knows Unicode 14. The 10,301 characters assigned in between
/// are all that the two don't agree on: a "word" of nothing but such characters counts here, and not there.
/// </remarks>
internal static class CharacterClasses
{
    public static CharacterClass[] OfBytes(CountMode mode)
    {
        var classes = new CharacterClass[256];
        Array.Fill(classes, CharacterClass.Printable, ' ', '~' - ' ' + 1);
        Array.Fill(classes, mode == CountMode.Bytes ? CharacterClass.Ignored : CharacterClass.Multibyte, 128, 128);
        foreach (var space in " \t\n\v\f\r")
            classes[space] = CharacterClass.Separator;
        return classes;
    }

    /// <summary>Only for what isn't ASCII, where a tab is a separator although it doesn't print.</summary>
    public static CharacterClass OfRune(Rune rune, CountMode mode) => Rune.GetUnicodeCategory(rune) switch
    {
        // wc asks whether a character is a space only if it prints, and to glibc U+2028 and U+2029 don't.
        UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharacterClass.Ignored,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.Format when IsNoBreakSpace(rune) =>
            mode == CountMode.Utf8 ? CharacterClass.Separator : CharacterClass.Printable,
        UnicodeCategory.SpaceSeparator => CharacterClass.Separator,
        _ => CharacterClass.Printable,
    };

    private static bool IsNoBreakSpace(Rune rune) => rune.Value is 0x00A0 or 0x2007 or 0x202F or 0x2060;
}
