namespace Messaging.Contracts.Tests;

[TestFixture]
public sealed class BackoffTests
{
    [TestCase(4, 3, 100, 32)]
    [TestCase(40, 3, 100, 100)]
    [TestCase(1, 0, 600, 1)]
    [TestCase(1, 1, 600, 2)]
    [TestCase(1, 2, 600, 4)]
    [TestCase(1, 3, 600, 8)]
    [TestCase(2, 0, 600, 2)]
    [TestCase(2, 1, 600, 4)]
    [TestCase(2, 2, 600, 8)]
    [TestCase(2, 3, 600, 16)]
    [TestCase(1, 5_000, 600, 600)]
    public void The_exponential_delay_doubles_up_to_its_cap(double start, int retries, double max, double delay)
    {
        var backoff = Backoff.Exponential(TimeSpan.FromSeconds(start)).WithMax(TimeSpan.FromSeconds(max));

        Assert.That(backoff.Delay(retries), Is.EqualTo(TimeSpan.FromSeconds(delay)));
    }

    [Test]
    public void The_cap_is_600_seconds_and_jitter_is_on_by_default()
    {
        var backoff = Backoff.Exponential(TimeSpan.FromSeconds(1));

        Assert.That(backoff.Max, Is.EqualTo(TimeSpan.FromSeconds(600)));
        Assert.That(backoff.Jitter, Is.True);
    }

    [Test]
    public void Full_jitter_draws_evenly_from_zero_to_the_delay_inclusive()
    {
        var backoff = Backoff.Exponential(TimeSpan.FromTicks(3));
        var random = new Random(1);

        var draws = Enumerable.Range(0, 8_000).CountBy(_ => backoff.Draw(0, random).Ticks).ToDictionary();

        Assert.That(draws.Keys.Order(), Is.EqualTo(new long[] { 0, 1, 2, 3 }));
        Assert.That(draws.Values, Is.All.InRange(1_800, 2_200));
    }

    [Test]
    public void Without_jitter_the_delay_itself_is_waited_for()
    {
        var backoff = Backoff.Exponential(TimeSpan.FromSeconds(2)).WithoutJitter();

        Assert.That(backoff.Draw(2, Random.Shared), Is.EqualTo(TimeSpan.FromSeconds(8)));
    }

    [Test]
    public void The_linear_delay_grows_by_its_base() => Assert.That(
        Enumerable.Range(0, 3).Select(Backoff.Linear(TimeSpan.FromSeconds(5)).Delay),
        Is.EqualTo(new[] { TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15) }));

    [Test]
    public void The_fixed_delay_is_always_the_same() => Assert.That(
        Enumerable.Range(0, 3).Select(retries => Backoff.Fixed(TimeSpan.FromSeconds(5)).Draw(retries, Random.Shared)),
        Is.All.EqualTo(TimeSpan.FromSeconds(5)));

    [Test]
    public void A_negative_time_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Backoff.Fixed(TimeSpan.FromSeconds(-1)).Delay(0));

    private static IEnumerable<Backoff> Samples =>
    [
        Backoff.None, Backoff.Fixed(TimeSpan.FromSeconds(5)), Backoff.Linear(TimeSpan.FromMilliseconds(1)),
        Backoff.Exponential(TimeSpan.FromDays(2)).WithMax(TimeSpan.FromDays(100)).WithoutJitter(),
    ];

    [TestCaseSource(nameof(Samples))]
    public void A_backoff_survives_in_headers(Backoff backoff) => Assert.That(Copy(backoff), Is.EqualTo(backoff));

    [Test]
    public void A_backoff_of_nothing_is_none_in_headers()
    {
        Assert.That(Copy(Backoff.Fixed(TimeSpan.Zero)), Is.EqualTo(Backoff.None));
        Assert.That(Copy(Backoff.Linear(TimeSpan.FromSeconds(1)).WithMax(TimeSpan.Zero)), Is.EqualTo(Backoff.None));
    }

    [TestCase("exponential", BackoffKind.Exponential)]
    [TestCase("Fixed", BackoffKind.Fixed)]
    public void What_other_writers_leave_out_is_as_by_default(string header, BackoffKind kind)
    {
        var read = BackoffHeaders.Read(name => name == TaskHeaders.Backoff ? header : null)!;

        Assert.That((read.Kind, read.Base, read.Max), Is.EqualTo(
            (kind, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(600))));
        Assert.That(read.Jitter, Is.EqualTo(kind == BackoffKind.Exponential));
    }

    [TestCase(null)]
    [TestCase("sometimes")]
    [TestCase("17")]
    public void A_kind_that_there_is_not_is_none_at_all(string? header) =>
        Assert.That(BackoffHeaders.Read(name => name == TaskHeaders.Backoff ? header : null), Is.Null);

    private static Backoff? Copy(Backoff backoff)
    {
        var headers = BackoffHeaders.Of(backoff).ToDictionary(StringComparer.Ordinal);
        return BackoffHeaders.Read(name => headers.GetValueOrDefault(name));
    }
}
