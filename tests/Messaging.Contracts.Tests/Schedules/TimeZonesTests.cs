namespace Messaging.Contracts.Tests;

[NonParallelizable]
public sealed class TimeZonesTests
{
    private const string Folder = "TZDIR";

    [TestCase("Europe/Pari", "Did you mean 'Europe/Paris'? ")]
    [TestCase("europe/paris", "Did you mean 'Europe/Paris'? ")]
    [TestCase("Paris", "Did you mean 'Europe/Paris'? ")]
    [TestCase("New York", "Did you mean 'America/New_York'? ")]
    [TestCase("W. Europe Standard Time", "Did you mean 'Europe/Berlin'? ")]
    [TestCase("PST", "Abbreviations are used for several zones. ")]
    [TestCase("Mars/Olympus_Mons", "")]
    [TestCase("", "")]
    [TestCase("../../etc/passwd", "")]
    [TestCase("/etc/localtime", "")]
    [TestCase("Europe", "")]
    [TestCase("Europe/Paris\0", "Did you mean 'Europe/Paris'? ")]
    public void An_unknown_zone_is_named_with_the_nearest_known(string name, string suggestion) =>
        Assert.That(
            TriggerRules.Faults(Trigger.Cron("@daily", name)),
            Is.EqualTo(new[]
            {
                $"TimeZone is '{name}', which is none that this machine knows. {suggestion}Give an IANA name, such as "
                + "Europe/Paris, or none for UTC.",
            }));

    [Test]
    public void A_long_name_is_not_repeated_whole() =>
        Assert.That(
            TriggerRules.Faults(Trigger.Cron("@daily", new string('x', 100_000))).Single(), Has.Length.LessThan(300));

    [TestCase("UTC")]
    [TestCase("Etc/GMT+5")]
    [TestCase("America/Argentina/Buenos_Aires")]
    [TestCase("US/Pacific")]
    [TestCase("EST5EDT")]
    public void Every_name_of_the_database_is_allowed(string name) =>
        Assert.That(TriggerRules.Faults(Trigger.Cron("@daily", name)), Is.Empty);

    [Test]
    public void A_machine_without_time_zones_is_told_what_to_install()
    {
        var before = Environment.GetEnvironmentVariable(Folder);
        var empty = Directory.CreateTempSubdirectory();
        try
        {
            Environment.SetEnvironmentVariable(Folder, empty.FullName);
            TimeZoneInfo.ClearCachedData();

            Assert.That(
                TriggerRules.Faults(Trigger.Cron("@daily", "Europe/Madrid")).Single(),
                Does.StartWith("TimeZone is 'Europe/Madrid', and this machine knows no time zones")
                    .And.Contains("tzdata"));
            Assert.That(TriggerRules.Faults(Trigger.Cron("@daily")), Is.Empty);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Folder, before);
            TimeZoneInfo.ClearCachedData();
            empty.Delete();
        }
    }
}
