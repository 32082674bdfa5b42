using System.Diagnostics;
using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class UnreachableTests
{
    [Test]
    public async Task A_server_that_is_not_there_is_told_soon_and_with_what_to_look_at()
    {
        // Nobody listens there, and the kernel gives that port to no client.
        const string nobody = "http://127.0.0.1:1";
        await using var broker = SqsServer.Open(TimeSpan.FromMinutes(1), nobody);
        var started = Stopwatch.GetTimestamp();

        var fault = await broker.FindFault(default);

        Assert.That(fault, Does.StartWith($"sqs://eu-west-1?endpoint={nobody} does not answer."));
        Assert.That(fault, Does.EndWith("Check the endpoint in Messaging:Broker, and that this machine may reach it."));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Eventually.Deadline));
        Assert.That(() => broker.Receive("queue", 1, default), Throws.TypeOf<BrokerUnavailableException>());
    }

    [Test]
    public async Task A_region_that_AWS_does_not_have_is_told()
    {
        await using var broker = SqsServer.Open(new AmazonSqsAddress
        {
            Region = "eu-west-99",
            Url = new Uri("https://sqs.eu-west-99.invalid/"),
            Credentials = ("key", "secret"),
        });

        Assert.That(await broker.FindFault(default), Does.Contain("is 'eu-west-99' a region of AWS, and has this machine DNS?"));
    }
}
