using System.Text;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

public sealed class EveryCharacter
{
    private const int BlockSize = 1024;

    /// <summary>What Unicode 15, 15.1 and 16 added to 14: .NET 10 knows of them, Debian 12's glibc doesn't.</summary>
    private const int AddedSinceUnicode14 = 4_489 + 627 + 5_185;

    private readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public Task Look_at_wc() => RealWc.IgnoreTestUnlessItCountsAsWeDo();

    [OneTimeTearDown]
    public void Clean_up() => _folder.Dispose();

    [Test]
    public async Task Separates_words_or_does_not_as_it_does_to_wc()
    {
        foreach (var (expected, words) in await Counts(text => $"x{text}x\n"))
            Assert.That(words, Is.EqualTo(expected));
    }

    [Test]
    public async Task Makes_a_word_or_does_not_as_it_does_to_wc_unless_newer_than_its_Unicode()
    {
        long newer = 0;
        foreach (var (expected, words) in await Counts(text => $"{text}\n"))
        {
            Assert.That(words, Is.GreaterThanOrEqualTo(expected));
            newer += words - expected;
        }

        Assert.That(newer, Is.LessThanOrEqualTo(AddedSinceUnicode14));
    }

    private async Task<IReadOnlyList<(long Expected, long Words)>> Counts(Func<string, string> line)
    {
        var names = new List<string>();
        foreach (var block in Characters().Chunk(BlockSize))
        {
            names.Add($"{block[0].Value:X}");
            _folder.Write(names[^1], Encoding.UTF8.GetBytes(string.Concat(block.Select(rune => line($"{rune}")))));
        }

        var counts = new List<(long Expected, long Words)>();
        var expected = await RealWc.Count(_folder.Path, names, RealWc.Environment(CountMode.Utf8));
        foreach (var (name, count) in names.Zip(expected))
        {
            var path = _folder.PathOf(name);
            counts.Add((count.Words, (await FileCounter.Count(path, CountMode.Utf8, progress: null, default)).Words));
        }

        return counts;
    }

    private static IEnumerable<Rune> Characters() =>
        Enumerable.Range(0, 0x11_0000).Where(Rune.IsValid).Select(code => new Rune(code));
}
