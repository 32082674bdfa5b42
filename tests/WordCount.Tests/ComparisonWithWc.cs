using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

public sealed class ComparisonWithWc
{
    private const int RandomSeed = 20_231;
    private const int RandomInputs = 400;
    private const int Large = 20_000;

    // Small reads cut every character and every word in every place; the last is what the counter reads by itself.
    private static readonly int[] ReadSizes = [1, 2, 3, 7, 1000, 256 * 1024];
    private static readonly CountMode[] Modes = Enum.GetValues<CountMode>();

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<(string Name, CountMode Mode), (long Lines, long Words)> _expected = [];

    private static IEnumerable<string> TrickyNames => Inputs.Tricky.Keys;

    private static IEnumerable<string> RandomNames =>
        Enumerable.Range(0, RandomInputs).Select(index => $"random {index}");

    [OneTimeSetUp]
    public async Task Have_wc_count_all_inputs()
    {
        await RealWc.IgnoreTestUnlessItCountsAsWeDo();

        foreach (var (name, bytes) in Inputs.Tricky)
            _folder.Write(name, bytes);
        foreach (var (name, bytes) in RandomNames.Zip(Inputs.Random(RandomSeed, RandomInputs)))
            _folder.Write(name, bytes);

        string[] names = [.. TrickyNames, .. RandomNames];
        foreach (var mode in Modes)
        {
            var counts = await RealWc.Count(_folder.Path, names, RealWc.Environment(mode));
            foreach (var (name, count) in names.Zip(counts))
                _expected.Add((name, mode), count);
        }
    }

    [OneTimeTearDown]
    public void Clean_up() => _folder.Dispose();

    [Test]
    public Task Counts_are_those_of_wc(
        [ValueSource(nameof(TrickyNames))] string input, [ValueSource(nameof(Modes))] CountMode mode) =>
        Compare(input, mode, new FileInfo(_folder.PathOf(input)).Length > Large ? ReadSizes[^2..] : ReadSizes);

    [Test]
    public async Task Counts_of_random_inputs_are_those_of_wc([ValueSource(nameof(Modes))] CountMode mode)
    {
        foreach (var input in RandomNames)
            await Compare(input, mode, [3, ReadSizes[^1]]);
    }

    private async Task Compare(string input, CountMode mode, int[] readSizes)
    {
        foreach (var readSize in readSizes)
        {
            var count = await FileCounter.Count(_folder.PathOf(input), mode, progress: null, readSize, default);
            Assert.That(
                (count.Lines, count.Words), Is.EqualTo(_expected[(input, mode)]), $"{input} in reads of {readSize}");
        }
    }
}
