using System.Runtime.InteropServices;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>How often each word occurs.</summary>
/// <remarks>
/// Once it is full only the words it knows are counted on, so that no file can make it grow without end: a word that
/// first comes after a million others isn't among the commonest, whatever follows. A dictionary would do but for its
/// strings: about a quarter of the time went into the garbage collector going through them.
/// </remarks>
internal sealed class WordTable(int mostWords = 1_000_000)
{
    private readonly char[] _text = new char[WordText.MostChars];
    private char[] _letters = new char[4096];
    private Entry[] _entries = new Entry[512];

    // Twice as many slots as entries, so that few words have to look further than their own.
    private int[] _slots = new int[2 * 512];
    private int _words;
    private int _lettersUsed;

    public void Add(ReadOnlySpan<byte> word, long times)
    {
        var text = WordText.Of(word, _text);
        if (text.IsEmpty)
            return;

        // This hash is seeded by the runtime: nobody can write a file whose words all fall into one place.
        var hash = string.GetHashCode(text, StringComparison.Ordinal);
        var slot = hash & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash != hash || !Text(entry).SequenceEqual(text))
                continue;

            entry.Times += times;
            return;
        }

        if (_words < mostWords)
            Append(text, hash, slot, times);
    }

    public IReadOnlyList<WordFrequency> Commonest(int most)
    {
        var commonest = new List<Entry>(most + 1);
        foreach (var entry in _entries.AsSpan(0, _words))
        {
            if (commonest.Count == most && Compare(entry, commonest[^1]) >= 0)
                continue;

            var place = commonest.FindIndex(other => Compare(entry, other) < 0);
            commonest.Insert(place < 0 ? commonest.Count : place, entry);
            if (commonest.Count > most)
                commonest.RemoveAt(most);
        }

        return commonest.ConvertAll(entry => new WordFrequency(Text(entry).ToString(), entry.Times));
    }

    private int Compare(Entry left, Entry right) => left.Times == right.Times
        ? Text(left).SequenceCompareTo(Text(right))
        : right.Times.CompareTo(left.Times);

    private ReadOnlySpan<char> Text(Entry entry) => _letters.AsSpan(entry.Start, entry.Length);

    private void Append(ReadOnlySpan<char> text, int hash, int slot, long times)
    {
        if (_lettersUsed + text.Length > _letters.Length)
            Array.Resize(ref _letters, 2 * _letters.Length);
        text.CopyTo(_letters.AsSpan(_lettersUsed));

        _entries[_words++] = new Entry { Hash = hash, Start = _lettersUsed, Length = text.Length, Times = times };
        _slots[slot] = _words;
        _lettersUsed += text.Length;
        if (_words == _entries.Length)
            Grow();
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _slots = new int[2 * _entries.Length];
        for (var word = 0; word < _words; word++)
        {
            var slot = _entries[word].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = word + 1;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Entry
    {
        public int Hash;
        public int Start;
        public int Length;
        public long Times;
    }
}
