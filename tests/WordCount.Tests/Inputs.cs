using System.Text;

namespace Messaging.Samples.WordCount.Tests;

/// <summary>Contents that are easy to count wrong, each named for what is tricky about it.</summary>
internal static class Inputs
{
    /// <summary>wc's own buffer, at whose end a character that is cut in two might be lost.</summary>
    private const int WcBuffer = 16 * 1024;

    public static Dictionary<string, byte[]> Tricky { get; } = new(StringComparer.Ordinal)
    {
        ["nothing"] = [],
        ["one newline"] = Text("\n"),
        ["only newlines"] = Text("\n\n\n"),
        ["only spaces"] = Text("  \t  "),
        ["one word"] = Text("word"),
        ["no newline at the end"] = Text("one two\nthree"),
        ["spaces around"] = Text("  one  two  \n  three  \n"),
        ["carriage returns"] = Text("one\r\ntwo three\r\n\rfour\r"),
        ["every ASCII separator"] = Text("a\tb\nc\vd\fe\rf g"),
        ["control characters that separate nothing"] = Text("a\u001cb\u001dc\u001ed\u001fe \u001c \u0085"),
        ["a NUL within a word"] = Text("a\0b"),
        ["NULs alone"] = Text("\0\0 \0\n\0"),
        ["NULs around words"] = Text("\0a\0 \0b\0"),
        ["escape sequences"] = Text("\u001b[31mred\u001b[0m \u001b \u007f \b"),
        ["every ASCII character alone"] = Lines(0, 128, "\n"),
        ["every ASCII character between letters"] = Lines(0, 128, "x x"),
        ["every byte alone"] = [.. Enumerable.Range(0, 256).SelectMany(value => new[] { (byte)value, (byte)' ' })],
        ["every byte after another"] = [.. Enumerable.Range(0, 256).Select(value => (byte)value)],
        ["accents"] = Text("na\u00efve caf\u00e9 \u00e9t\u00e9 e\u0301 \u0301"),
        ["many scripts"] = Text("\u4f60\u597d \u043c\u0438\u0440 \u0939\u093f\u0928\u094d\u0926\u0940 \u05d0"),
        ["emoji"] = Text("\U0001F600 \U0001F468\u200D\U0001F469 \u2764\uFE0F"),
        ["a byte order mark"] = Text("\uFEFFone two"),
        ["a byte order mark alone"] = Text("\uFEFF"),
        ["no-break spaces"] = Text("a\u00A0b\u2007c\u202Fd\u2060e \u00A0 \u2060"),
        ["spaces of Unicode"] = Text("a\u1680b\u2000c\u2003d\u200Ae\u205Ff\u3000g"),
        ["line separators of Unicode"] = Text("a\u2028b\u2029c \u2028 \u2029 \u0085"),
        ["characters of no width"] = Text("a\u200Bb\u00ADc \u200B \u00AD \u200E"),
        ["unassigned and private ones"] = Text("\u0378 \uE000 \uFFFE \uFDD0 \U000F0000 \U0010FFFF \U0001FFFE"),
        ["UTF-16"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("one two\r\nthree")],
        ["Latin-1"] = Encoding.Latin1.GetBytes("na\u00efve caf\u00e9 \u00e9 \u00a0 x\u00a0y\u0085z"),
        ["overlong forms"] = Bytes("C0A0 20 C1BF 20 E08080 20 E0808A 20 F0808080 20 F8888080"),
        ["surrogates"] = Bytes("EDA080 20 EDBFBF 20 78EDA08078 20 EDA080EDB080"),
        ["beyond the last character"] = Bytes("F4908080 20 F5808080 20 F7BFBFBF 20 F888808080 20 FC848080 20 FE"),
        ["continuations without a start"] = Bytes("80 20 BF 20 61 80 62 20 A0A0"),
        ["starts without continuation"] = Bytes("C3 20 E4BD 20 F09F98 20 C361 E462 F09F63 0A C3 0A E4BD 0A F09F98 0A"),
        ["a character cut off at the end"] = Bytes("61 20 E4BD"),
        ["only a cut off character"] = Bytes("F09F98"),
        ["a word after a bad byte at the end"] = Bytes("F0 41"),
        ["a line of 300,000 letters"] = Text(new string('x', 300_000)),
        ["a line of 100,000 characters of three bytes"] = Text(new string('\u4f60', 100_000)),
        ["300,000 NULs and a letter"] = [.. new byte[300_000], (byte)'x'],
        ["long words of NULs"] = [.. new byte[999], (byte)' ', .. new byte[999], (byte)'x', .. new byte[500]],
        ["a long word and then none"] = Text(new string('x', 2_000) + new string(' ', 2_000) + "\0 \0"),
        ["100,000 separators"] = Text(new string(' ', 100_000)),
        ["words of every length"] = Text(string.Join(' ', Enumerable.Range(1, 300).Select(n => new string('w', n)))),
        ["a character over the end of wc's buffer"] = Text(new string('x', WcBuffer - 1) + "\u00A0y"),
        ["another over the end of wc's buffer"] = Text(new string(' ', WcBuffer - 2) + "\U0001F600 z"),
        ["a bad start at the end of wc's buffer"] = [.. Text(new string(' ', WcBuffer - 1)), 0xE4, .. Text("y z")],
    };

    /// <summary>Random bytes, and random runs of what was found to matter; the same for the same seed.</summary>
    public static IEnumerable<byte[]> Random(int seed, int count)
    {
        var random = new Random(seed);
        for (var index = 0; index < count; index++)
        {
            if (index % 3 == 0)
            {
                var bytes = new byte[random.Next(400)];
                random.NextBytes(bytes);
                yield return bytes;
            }
            else
            {
                yield return [.. random.GetItems(Fragments, random.Next(100)).SelectMany(fragment => fragment)];
            }
        }
    }

    private static readonly byte[][] Fragments =
    [
        Text("a"), Text("Bc"), Text("."), Text(" "), Text("\n"), Text("\t"), Text("\0"), Text("\u001c"), Text("\r\n"),
        Text("\u00e9"), Text("\u00A0"), Text("\u0085"), Text("\u2003"), Text("\u2007"), Text("\u2028"), Text("\u2060"),
        Text("\u3000"), Text("\u4f60"), Text("\u0378"), Text("\U0001F600"), Text("\U000E0001"), Text("\U0001FFFE"),
        Bytes("C2"), Bytes("E2"), Bytes("E280"), Bytes("F0"), Bytes("F09F98"), Bytes("80"), Bytes("A0"), Bytes("FF"),
        Bytes("C0A0"), Bytes("EDA080"), Bytes("F4908080"), Bytes("E1A0"), Bytes("E19A"),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Lines(int first, int count, string around) =>
        Text(string.Concat(Enumerable.Range(first, count).Select(code => around.Replace(' ', (char)code) + "\n")));
}
