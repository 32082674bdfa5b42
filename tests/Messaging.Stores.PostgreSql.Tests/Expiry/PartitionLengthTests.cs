using Messaging.StateMachines;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PartitionLengthTests
{
    [TestCase(1, 7, 1, Description = "The defaults")]
    [TestCase(0.001, 0.001, 1)]
    [TestCase(2, 7, 2)]
    [TestCase(30, 30, 30)]
    [TestCase(1, 90, 13)]
    [TestCase(3650, 3650, 168)]
    public void A_partition_is_a_small_part_of_what_is_kept(double resultDays, double failureDays, double hours)
    {
        var expiry = new TaskExpiry
        {
            Results = TimeSpan.FromDays(resultDays), Failures = TimeSpan.FromDays(failureDays),
        };

        Assert.That(PartitionMaker.Length(expiry), Is.EqualTo(TimeSpan.FromHours(hours)));
    }
}
