using Messaging.Hosting;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.AmazonSqs.Tests;

/// <summary>The emulator of SQS that the tests run against.</summary>
internal static class SqsServer
{
    private static readonly AmazonSqsBrokerProvider Provider = new();

    public static BrokerFeatures Features => Provider.Create(new Uri(Address())).Features;

    /// <summary>An address of it, or of a server in front of it.</summary>
    public static string Address(string settings = "", string? endpoint = null) =>
        $"sqs://key:secret@eu-west-1?endpoint={endpoint ?? TestServers.Sqs}&waitTime=1s{settings}";

    /// <summary>Connects as another process does.</summary>
    public static SqsPullBroker Open(TimeSpan lockTime, string? endpoint = null, string settings = "") =>
        Open(AmazonSqsAddress.Read(new Uri(Address(settings, endpoint))) with { LockTime = lockTime });

    /// <summary>Connects as another process does.</summary>
    public static SqsPullBroker Open(AmazonSqsAddress address, TimeProvider? time = null) =>
        new(address, time ?? TimeProvider.System, NullLogger.Instance);
}
