namespace Messaging.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [TestCase(new double[] { 7 }, 7)]
    [TestCase(new double[] { 9, 1, 5 }, 5)]
    [TestCase(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_in_the_middle(double[] values, double median) =>
        Assert.That(Statistics.Median(values), Is.EqualTo(median));

    [TestCase(50, 50)]
    [TestCase(95, 95)]
    [TestCase(99, 99)]
    [TestCase(100, 100)]
    [TestCase(0.5, 1)]
    public void A_percentile_is_the_smallest_value_that_so_many_are_not_above(double percent, double value) =>
        Assert.That(
            Statistics.Percentile(Enumerable.Range(1, 100).Reverse().Select(number => (double)number), percent),
            Is.EqualTo(value));

    [Test]
    public void Nothing_has_neither()
    {
        Assert.That(() => Statistics.Median([]), Throws.ArgumentException);
        Assert.That(() => Statistics.Percentile([], 50), Throws.ArgumentException);
    }
}
