using Messaging.EndToEnd.Tests.Processes;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Brokers;

/// <summary>The sample that plugs in a transport of MassTransit's own.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class OwnBrokerTests
{
    private static readonly string Program = Path.Combine(
        TestServers.Root, "samples", "OwnBroker", "bin", "Release", "net10.0", "OwnBroker.dll");

    [Test]
    public async Task A_task_goes_through_the_broker_whose_scheme_the_configuration_names()
    {
        var address = new UriBuilder(TestServers.Amqp) { Scheme = "rabbit" }.Uri;
        var settings = Settings.InMemory().With(
            ("Broker", $"{address}"), ("Tracking:Store", "memory:"), ("Prefix", Settings.NewPrefix()));
        // On a busy machine there may be warnings, which are no part of the answer.
        settings["Logging:Console:LogToStandardErrorThreshold"] = "Trace";
        using var sample = SampleProcess.StartProgram(Program, settings);

        Assert.That(await sample.Exit(TimeSpan.FromMinutes(3)), Is.Zero, () => sample.Errors);
        Assert.That(sample.Output.Trim(), Is.EqualTo("Hello, world!"));
    }
}
