using System.Text;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

public sealed class CommonWordsTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Clean_up() => _folder.Dispose();

    [Test]
    public async Task The_ten_commonest_come_first_and_ties_in_ordinal_order()
    {
        var words = await Words("l k j i h g f e d c b a l");

        Assert.That(words, Is.EqualTo(["l=2", "a=1", "b=1", "c=1", "d=1", "e=1", "f=1", "g=1", "h=1", "i=1"]));
    }

    [TestCase("Word WORD word", "word=3", TestName = "Case_makes_no_difference")]
    [TestCase("\u00c9t\u00e9 \u00c9T\u00c9", "\u00e9t\u00e9=2", TestName = "Case_makes_no_difference_beyond_ascii")]
    [TestCase("(word), \"word\" --word\u2026", "word=3", TestName = "Punctuation_around_a_word_is_left_out")]
    [TestCase("don't don\u2019t it's", "don't=1 don\u2019t=1 it's=1", TestName = "Punctuation_within_a_word_stays")]
    [TestCase("-- \u2014 \U0001F600 * 7", "7=1", TestName = "What_has_no_letter_or_digit_is_left_out")]
    [TestCase("\uFEFFword word", "word=2", TestName = "A_byte_order_mark_is_left_out")]
    [TestCase("\u0928\u0940,", "\u0928\u0940=1", TestName = "A_vowel_sign_at_the_end_stays")]
    [TestCase("a\0b a\u0001 \u0002b c", "c=1", TestName = "Words_with_control_characters_are_left_out")]
    [TestCase("\U00010400", "\U00010428=1", TestName = "Letters_outside_the_basic_plane_have_case_too")]
    public async Task Words_are_told_apart_as_people_do(string text, string expected) =>
        Assert.That(string.Join(' ', await Words(text)), Is.EqualTo(expected));

    [Test]
    public async Task Words_of_invalid_utf8_are_left_out_of_the_list_and_counted_all_the_same()
    {
        var count = await Count([(byte)'a', 0xFF, (byte)' ', (byte)'b'], readSize: 1);

        Assert.That(count.Words, Is.EqualTo(2));
        Assert.That(count.CommonWords, Is.EqualTo([new WordFrequency("b", 1)]));
    }

    [TestCase("x")]
    [TestCase("\u00e9")]
    [TestCase("\u4f60")]
    public async Task Words_of_up_to_64_chars_are_in_the_list_and_longer_ones_are_not(string letter)
    {
        var longest = string.Concat(Enumerable.Repeat(letter, 64));

        var words = await Words($"{longest} {longest}{letter} {longest}{longest}{longest}{longest}");

        Assert.That(words, Is.EqualTo([$"{longest}=1"]));
    }

    [Test]
    public async Task Words_after_a_long_one_are_in_the_list() =>
        Assert.That(await Words($"one {new string('x', 5_000)} two"), Is.EqualTo(["one=1", "two=1"]));

    [Test]
    public async Task Words_of_every_length_are_counted_in_full([Values(1, 5, 300, 100_000)] int readSize)
    {
        var random = new Random(7);
        var known = Enumerable.Range(0, 1024).Select(index => Word((index % 64) + 1)).ToArray();
        var words = random.GetItems(known, 2_000);

        var count = await Count(Encoding.UTF8.GetBytes(string.Join(' ', words)), readSize);

        Assert.That(count.CommonWords, Is.EqualTo(words
            .CountBy(word => word, StringComparer.Ordinal)
            .Select(word => new WordFrequency(word.Key, word.Value))
            .OrderByDescending(word => word.Count)
            .ThenBy(word => word.Word, StringComparer.Ordinal)
            .Take(10)));

        string Word(int length) => new(random.GetItems("abcdef\u00e9\u4f60".AsSpan(), length));
    }

    [Test]
    public void A_full_table_goes_on_counting_the_words_it_knows()
    {
        var table = new WordTable(mostWords: 2);

        foreach (var word in new[] { "a", "b", "c", "c", "b" })
            table.Add(Encoding.UTF8.GetBytes(word), times: 1);

        Assert.That(table.Commonest(10), Is.EqualTo([new WordFrequency("b", 2), new WordFrequency("a", 1)]));
    }

    private async Task<string[]> Words(string text)
    {
        var count = await Count(Encoding.UTF8.GetBytes(text), readSize: 1000);
        return [.. count.CommonWords.Select(word => $"{word.Word}={word.Count}")];
    }

    private Task<FileCount> Count(byte[] bytes, int readSize) =>
        FileCounter.Count(_folder.Write("file", bytes), CountMode.Utf8, progress: null, readSize, default);
}
