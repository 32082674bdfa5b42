namespace Messaging.Consumers.Tests.Policies;

[TestFixture]
public sealed class RateLimitTests
{
    [TestCase("100/m", 100.0 / 60)]
    [TestCase("10/h", 10.0 / 3600)]
    [TestCase("2.5/s", 2.5)]
    [TestCase("999", 999)]
    [TestCase(" 10 / S ", 10)]
    public void A_limit_is_read_as_so_many_tasks_a_second(string text, double perSecond) =>
        Assert.That(RateLimit.Parse(text)!.PerSecond, Is.EqualTo(perSecond).Within(1e-12));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("0")]
    [TestCase("0/s")]
    [TestCase("0.0/h")]
    public void Nothing_and_zero_are_no_limit(string? text) => Assert.That(RateLimit.Parse(text), Is.Null);

    [TestCase("ten/s")]
    [TestCase("10/d")]
    [TestCase("10/s/m")]
    [TestCase("-1/s")]
    [TestCase("/s")]
    [TestCase("10/")]
    [TestCase("1e5")]
    [TestCase("0.0000001/h")]
    public void Anything_else_is_refused_with_what_is_allowed(string text)
    {
        var exception = Assert.Throws<FormatException>(() => RateLimit.Parse(text));

        Assert.That(exception!.Message, Is.EqualTo(
            $"The rate limit '{text}' cannot be read. Allowed: a number of tasks and s, m or h, for example 10/s, 100/m "
            + "or 2.5/h; a number alone counts for a second; 0 is no limit."));
    }

    [TestCase("100/m")]
    [TestCase("2.5/s")]
    [TestCase("10/h")]
    public void It_is_written_as_it_is_read(string text) =>
        Assert.That(RateLimit.Parse(text)!.ToString(), Is.EqualTo(text));

    [Test]
    public void Tasks_are_spaced_evenly() =>
        Assert.That(RateLimit.Parse("100/m")!.Spacing, Is.EqualTo(TimeSpan.FromSeconds(0.6)));
}
