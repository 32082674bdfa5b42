using System.Numerics;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>
/// Adds up the short words of late as the bytes that they are, which costs a fraction of making text of each and
/// looking that up. Most words of any text are few and short, and come back soon.
/// </summary>
internal sealed class RecentWords
{
    private readonly WordTable _table;
    private readonly ShortWord[] _words;
    private readonly long[] _counts;
    private readonly int _slotBits;

    public RecentWords(WordTable table, long expectedBytes)
    {
        // A megabyte at most, what a core's own cache holds; of a small file most words are new anyway.
        _slotBits = Math.Clamp(BitOperations.Log2((ulong)expectedBytes) - 9, 8, 15);
        _words = new ShortWord[1 << _slotBits];
        _counts = new long[1 << _slotBits];
        _table = table;
    }

    public void Add(ReadOnlySpan<byte> word)
    {
        if (word.Length > ShortWord.MostBytes)
        {
            _table.Add(word, times: 1);
            return;
        }

        var key = ShortWord.Of(word);
        var slot = key.Hash(_slotBits);
        if (_words[slot] != key)
        {
            Flush(slot);
            _words[slot] = key;
        }

        _counts[slot]++;
    }

    /// <summary>Brings the table up to date.</summary>
    public void Flush()
    {
        for (var slot = 0; slot < _counts.Length; slot++)
            Flush(slot);
    }

    private void Flush(int slot)
    {
        if (_counts[slot] == 0)
            return;

        Span<byte> bytes = stackalloc byte[ShortWord.MostBytes];
        _table.Add(_words[slot].CopyTo(bytes), _counts[slot]);
        _counts[slot] = 0;
    }
}
