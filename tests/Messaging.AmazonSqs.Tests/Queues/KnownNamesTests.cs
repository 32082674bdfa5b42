using System.Globalization;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class KnownNamesTests
{
    [Test]
    public void It_does_not_grow_without_end()
    {
        var known = new KnownNames<int>();

        for (var number = 0; number < 3 * KnownNames<int>.Most; number++)
            known.Set(number.ToString(CultureInfo.InvariantCulture), number);

        Assert.That(known.Count, Is.InRange(1, KnownNames<int>.Most));
        Assert.That(known.TryGet("29999", out var last) ? last : -1, Is.EqualTo(29_999));
    }

    [Test]
    public void What_is_found_out_anew_makes_nothing_else_forgotten()
    {
        var known = new KnownNames<int>();
        for (var number = 0; number < KnownNames<int>.Most; number++)
            known.Set(number.ToString(CultureInfo.InvariantCulture), number);

        known.Set("0", -1);

        Assert.That(known.Count, Is.EqualTo(KnownNames<int>.Most));
    }
}
