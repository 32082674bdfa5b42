using System.Buffers;
using System.Text;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>Counts words in bytes that come piece by piece, and notes each in the table.</summary>
/// <remarks>
/// What lies between two separators is a word if anything in it prints. A piece may end within a word or a character:
/// <see cref="Scan"/> then leaves it over, for the caller to put before the next piece.
/// </remarks>
internal sealed class WordScanner(CountMode mode, RecentWords words)
{
    /// <summary>No piece leaves over more than a word that the table may take, and a started character.</summary>
    public const int MostLeftOver = WordText.MostBytes + 3;

    private readonly CharacterClass[] _classes = CharacterClasses.OfBytes(mode);

    // A word too long for the table isn't left over, so the next piece has to be told of it.
    private bool _inLongWord;
    private bool _longWordPrints;

    public long Words { get; private set; }

    /// <summary>Takes as much of the piece as is certain, all of it at the end, and says how much that was.</summary>
    public int Scan(ReadOnlySpan<byte> piece, bool atEnd)
    {
        var classes = _classes;
        var start = 0;
        var next = 0;
        var prints = _longWordPrints;
        while (next < piece.Length)
        {
            var length = 1;
            var character = classes[piece[next]];
            if (character == CharacterClass.Multibyte)
            {
                (character, length) = Decode(piece[next..]);
                if (character == CharacterClass.Multibyte)
                    break;
            }

            if (character == CharacterClass.Separator)
            {
                EndWord(piece[start..next], prints);
                start = next + length;
                prints = false;
            }

            prints |= character == CharacterClass.Printable;
            next += length;
        }

        if (!atEnd)
            return TakeUpTo(start, next, prints);

        EndWord(piece[start..], prints);
        return piece.Length;
    }

    // How many bytes make one error is of no matter, though glibc and .NET differ in it: none of them does anything,
    // and to both the next byte that can start a character does start one.
    private (CharacterClass Character, int Length) Decode(ReadOnlySpan<byte> bytes) =>
        Rune.DecodeFromUtf8(bytes, out var rune, out var length) switch
        {
            OperationStatus.Done => (CharacterClasses.OfRune(rune, mode), length),
            OperationStatus.NeedMoreData => (CharacterClass.Multibyte, length),
            _ => (CharacterClass.Ignored, length),
        };

    private void EndWord(ReadOnlySpan<byte> word, bool prints)
    {
        if (prints)
        {
            Words++;
            if (!_inLongWord)
                words.Add(word);
        }

        _inLongWord = false;
        _longWordPrints = false;
    }

    private int TakeUpTo(int start, int next, bool prints)
    {
        if (next - start <= WordText.MostBytes)
            return start;

        _inLongWord = true;
        _longWordPrints = prints;
        return next;
    }
}
