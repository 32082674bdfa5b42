using System.Text;
using System.Text.Json;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

public sealed class FileCounterTests
{
    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Clean_up() => _folder.Dispose();

    [Test]
    public async Task Words_split_by_a_no_break_space_are_two_in_a_utf8_locale() =>
        Assert.That((await Count("one\u00A0two", CountMode.Utf8)).Words, Is.EqualTo(2));

    [Test]
    public async Task Words_joined_by_a_no_break_space_are_one_in_the_C_locale() =>
        Assert.That((await Count("one\u00A0two", CountMode.Bytes)).Words, Is.EqualTo(1));

    [Test]
    public async Task Words_joined_by_a_no_break_space_are_one_to_posix() =>
        Assert.That((await Count("one\u00A0two", CountMode.Utf8Posix)).Words, Is.EqualTo(1));

    [Test]
    public async Task A_last_line_without_newline_is_no_line() =>
        Assert.That((await Count("one\ntwo", CountMode.Utf8)).Lines, Is.EqualTo(1));

    [Test]
    public async Task Bytes_are_counted_whatever_they_are() =>
        Assert.That((await Count("\u00e9\0\n", CountMode.Bytes)).Bytes, Is.EqualTo(4));

    [Test]
    public async Task A_count_survives_json()
    {
        var count = await Count("to be or not to be\n", CountMode.Utf8);

        var copy = JsonSerializer.Deserialize<FileCount>(JsonSerializer.Serialize(count))!;

        Assert.That(copy with { CommonWords = count.CommonWords }, Is.EqualTo(count));
        Assert.That(copy.CommonWords, Is.EqualTo(count.CommonWords));
    }

    [Test]
    public async Task Progress_comes_about_every_mebibyte_and_at_the_end()
    {
        const long length = 2_500_000;
        var path = _folder.Write("long", new byte[length]);
        var reports = new List<(long Read, long Total)>();

        await FileCounter.Count(path, CountMode.Utf8, Report, default);

        Assert.That(reports.Select(report => report.Total), Is.All.EqualTo(length));
        Assert.That(reports.Select(report => report.Read), Is.EqualTo([1 << 20, 2 << 20, length]));

        ValueTask Report(long read, long total)
        {
            reports.Add((read, total));
            return ValueTask.CompletedTask;
        }
    }

    [Test]
    public void Counting_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var path = _folder.Write("cancelled", new byte[5_000_000]);

        Assert.That(
            () => FileCounter.Count(path, CountMode.Utf8, Cancel, source.Token),
            Throws.InstanceOf<OperationCanceledException>());

        async ValueTask Cancel(long read, long total) => await source.CancelAsync();
    }

    [Test]
    public void A_missing_file_is_not_found() =>
        Assert.That(
            () => FileCounter.Count(_folder.PathOf("missing"), CountMode.Utf8, progress: null, default),
            Throws.InstanceOf<FileNotFoundException>());

    [Test]
    public void A_folder_is_refused() =>
        Assert.That(
            () => FileCounter.Count(_folder.Path, CountMode.Utf8, progress: null, default),
            Throws.InstanceOf<UnauthorizedAccessException>());

    private Task<FileCount> Count(string text, CountMode mode) =>
        FileCounter.Count(_folder.Write("file", Encoding.UTF8.GetBytes(text)), mode, progress: null, default);
}
