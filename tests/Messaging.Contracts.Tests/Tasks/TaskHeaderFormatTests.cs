namespace Messaging.Contracts.Tests;

public sealed class TaskHeaderFormatTests
{
    private static readonly DateTimeOffset Sample = new(2025, 1, 2, 3, 4, 5, TimeSpan.FromHours(-9.5));

    private static IEnumerable<DateTimeOffset> Times =>
    [
        Sample, Sample.AddTicks(1_234_567), Sample.ToUniversalTime(), DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
    ];

    private static IEnumerable<TimeSpan> Durations =>
    [
        TimeSpan.FromTicks(1), new(1, 2, 3, 4, 5), TimeSpan.FromDays(400),
        TimeSpan.MaxValue,
    ];

    private static IEnumerable<int> Numbers => [0, 1, int.MaxValue];

    [TestCaseSource(nameof(Times))]
    public void Times_survive_with_their_offset(DateTimeOffset time)
    {
        var copy = TaskHeaderFormat.Time(TaskHeaderFormat.Write(time));

        Assert.That((copy, copy?.Offset), Is.EqualTo(((DateTimeOffset?)time, (TimeSpan?)time.Offset)));
    }

    [TestCaseSource(nameof(Durations))]
    public void Durations_survive(TimeSpan duration) =>
        Assert.That(TaskHeaderFormat.Duration(TaskHeaderFormat.Write(duration)), Is.EqualTo(duration));

    [TestCaseSource(nameof(Numbers))]
    public void Numbers_survive(int number) =>
        Assert.That(TaskHeaderFormat.Number(TaskHeaderFormat.Write(number)), Is.EqualTo(number));

    [Test]
    public void Times_are_written_in_iso_8601() =>
        Assert.That(TaskHeaderFormat.Write(Sample), Is.EqualTo("2025-01-02T03:04:05.0000000-09:30"));

    [TestCase("2025-01-02T03:04:05Z")]
    [TestCase("2025-01-02T03:04:05.000+00:00")]
    [TestCase("2025-01-02T05:04:05+02:00")]
    [TestCase("2025-01-02T03:04:05", TestName = "A_time_without_offset_is_universal")]
    public void Times_of_other_writers_are_read(string text) =>
        Assert.That(
            TaskHeaderFormat.Time(text), Is.EqualTo(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    [TestCase("00:00:30", 30)]
    [TestCase("00:01:00.5", 60.5)]
    [TestCase("1.00:00:00", 86_400)]
    public void Durations_of_other_writers_are_read(string text, double seconds) =>
        Assert.That(TaskHeaderFormat.Duration(text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase(30, "00:00:30")]
    [TestCase(93_784.005, "1.02:03:04.0050000")]
    public void Durations_are_written_as_the_headers_promise(double seconds, string text) =>
        Assert.That(TaskHeaderFormat.Write(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [Test]
    public void Ids_are_read()
    {
        var id = new Guid("0198f3a1-0000-7000-8000-000000000001");

        Assert.That(TaskHeaderFormat.Id($"{id}"), Is.EqualTo(id));
    }

    // These write the year, the minus sign or the decimal point in a way of their own.
    [TestCase("th-TH")]
    [TestCase("ar-SA")]
    [TestCase("sv-SE")]
    [TestCase("de-DE")]
    public void The_culture_makes_no_difference(string name)
    {
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new(name);
        try
        {
            Assert.That(TaskHeaderFormat.Write(Sample), Is.EqualTo("2025-01-02T03:04:05.0000000-09:30"));
            Assert.That(TaskHeaderFormat.Time("2025-01-02T03:04:05.0000000-09:30"), Is.EqualTo(Sample));
            Assert.That(TaskHeaderFormat.Duration("00:00:00.5"), Is.EqualTo(TimeSpan.FromSeconds(0.5)));
            Assert.That(TaskHeaderFormat.Write(-1), Is.EqualTo("-1"));
            Assert.That(TaskHeaderFormat.Number("17"), Is.EqualTo(17));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("soon")]
    [TestCase("2025-13-01T00:00:00Z")]
    [TestCase("2025-01-02T25:00:00Z")]
    [TestCase("1735787045")]
    [TestCase("12:00")]
    [TestCase("5/6/2024")]
    public void What_is_no_time_is_missing(string? text) => Assert.That(TaskHeaderFormat.Time(text), Is.Null);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("PT30S")]
    [TestCase("30s")]
    [TestCase("24:00:00")]
    [TestCase("00:00:60")]
    [TestCase("99999999.00:00:00")]
    [TestCase("6")]
    [TestCase("00:00:00")]
    [TestCase("-00:00:01")]
    public void What_is_no_duration_is_missing(string? text) => Assert.That(TaskHeaderFormat.Duration(text), Is.Null);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("three")]
    [TestCase("3.0")]
    [TestCase("1,000")]
    [TestCase("0x7")]
    [TestCase("2147483648")]
    [TestCase("-1")]
    [TestCase(" 7 ")]
    public void What_is_no_number_is_missing(string? text) => Assert.That(TaskHeaderFormat.Number(text), Is.Null);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("1")]
    [TestCase("0198f3a1-0000-7000-8000-00000000000g")]
    public void What_is_no_id_is_missing(string? text) => Assert.That(TaskHeaderFormat.Id(text), Is.Null);
}
