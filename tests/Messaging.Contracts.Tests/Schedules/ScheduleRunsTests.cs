namespace Messaging.Contracts.Tests;

public sealed class ScheduleRunsTests
{
    private static readonly DateTimeOffset Due = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_id_of_a_run_is_a_version_7_UUID_of_its_due_time_and_never_changes()
    {
        var id = ScheduleRuns.IdOf("reports.nightly", Due);

        // Trackers of different versions share schedules: another id would be another run.
        Assert.That(id, Is.EqualTo(new Guid("019ca756-a780-72ce-8331-c4276b8c19b3")));
        Assert.That((id.Version, id.Variant & 0b1100), Is.EqualTo((7, 0b1000)));
        Assert.That(
            Convert.ToInt64(id.ToString("N")[..12], 16), Is.EqualTo(Due.ToUnixTimeMilliseconds()));
    }

    [Test]
    public void The_same_time_in_another_zone_is_the_same_run() =>
        Assert.That(
            ScheduleRuns.IdOf("a", Due.ToOffset(TimeSpan.FromHours(5))), Is.EqualTo(ScheduleRuns.IdOf("a", Due)));

    [Test]
    public void Other_names_and_other_times_are_other_runs() =>
        Assert.That(
            new[]
            {
                ScheduleRuns.IdOf("a", Due), ScheduleRuns.IdOf("b", Due), ScheduleRuns.IdOf("a", Due.AddMicroseconds(1)),
                ScheduleRuns.IdOf("a", Due.AddDays(1)), ScheduleRuns.IdOf("\u00e4", Due),
            },
            Is.Unique);

    [Test]
    public void Jitter_is_spread_over_all_that_is_allowed_and_the_same_for_the_same_run()
    {
        var most = TimeSpan.FromMinutes(10);

        var jitters = Enumerable.Range(0, 1_000)
            .Select(day => ScheduleRuns.JitterOf("a", Due.AddDays(day), most))
            .ToArray();

        Assert.That(jitters, Is.All.InRange(TimeSpan.Zero, most));
        Assert.That(jitters.Average(jitter => jitter.TotalMinutes), Is.EqualTo(5).Within(0.5));
        Assert.That((jitters.Min(), jitters.Max()), Is.EqualTo((TimeSpan.Zero, most)).Using<(TimeSpan, TimeSpan)>(
            (left, right) => (left.Item1 - right.Item1).Duration() < TimeSpan.FromSeconds(10)
                && (left.Item2 - right.Item2).Duration() < TimeSpan.FromSeconds(10)));
        Assert.That(ScheduleRuns.JitterOf("a", Due, most), Is.EqualTo(jitters[0]));
        Assert.That(ScheduleRuns.JitterOf("a", Due, TimeSpan.Zero), Is.EqualTo(TimeSpan.Zero));
    }
}
