namespace Messaging.Stores.PostgreSql.Tests;

public sealed class IdTimeTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public void An_id_tells_its_time()
    {
        Assert.That(IdTime.Of(Guid.CreateVersion7(Time.AddMilliseconds(7))), Is.EqualTo(Time.AddMilliseconds(7)));
        Assert.That(IdTime.Of(IdTime.First(Time)), Is.EqualTo(Time));
    }

    [Test]
    public void The_first_id_of_a_time_comes_before_all_others_of_it_and_after_all_earlier_ones()
    {
        var first = Text(IdTime.First(Time));

        Assert.That(Text(Guid.CreateVersion7(Time)), Is.GreaterThan(first).Using<string>(StringComparer.Ordinal));
        Assert.That(
            Text(Guid.CreateVersion7(Time.AddMilliseconds(-1))), Is.LessThan(first).Using<string>(StringComparer.Ordinal));
    }

    /// <summary>PostgreSQL's order is that of the text.</summary>
    private static string Text(Guid id) => id.ToString();
}
