namespace Messaging.Contracts.Tests;

/// <summary>A trigger inside a message has its kind with it.</summary>
public sealed class TriggerJsonTests
{
    private static IEnumerable<TestCaseData> Kinds =>
    [
        new(Trigger.Cron("0 3 * * *", "Europe/Paris"), "cron"),
        new(Trigger.Every(TimeSpan.FromSeconds(0.25)), "interval"),
        new(Trigger.Once(DateTimeOffset.MaxValue), "once"),
        new(Trigger.Solar(SolarEvent.Sunrise, 52.52, 13.4), "solar"),
    ];

    [TestCaseSource(nameof(Kinds))]
    public void A_trigger_is_read_back_as_what_it_is(Trigger trigger, string kind)
    {
        var json = MessageJson.Write(new[] { trigger });

        Assert.That(json, Does.Contain($"\"kind\": \"{kind}\""));
        Assert.That(MessageJson.Read<Trigger[]>(json).Single(), Is.EqualTo(trigger));
    }
}
