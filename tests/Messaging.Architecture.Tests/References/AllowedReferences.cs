namespace Messaging.Architecture.Tests;

/// <summary>What a project references, exactly.</summary>
/// <param name="Projects">Names of projects.</param>
/// <param name="Packages">Names of packages.</param>
/// <param name="Assemblies">What its code uses of others, .NET and ourselves apart.</param>
internal sealed record AllowedReferences(string[] Projects, string[] Packages, string[] Assemblies)
{
    /// <summary>By project name. All depend on the contracts; only the outermost know a broker or a store.</summary>
    public static IReadOnlyDictionary<string, AllowedReferences> Table { get; } =
        new Dictionary<string, AllowedReferences>(StringComparer.Ordinal)
        {
            ["Messaging.Contracts"] = new([], [], []),
            ["Messaging.Producers"] = new(
                ["Messaging.Contracts"],
                ["MassTransit.Abstractions"],
                ["MassTransit.Abstractions"]),
            ["Messaging.Consumers"] = new(
                ["Messaging.Contracts"],
                ["MassTransit"],
                ["MassTransit", "MassTransit.Abstractions"]),
            ["Messaging.StateMachines"] = new(
                ["Messaging.Contracts"],
                ["MassTransit"],
                ["MassTransit", "MassTransit.Abstractions"]),
            ["Messaging.Hosting"] = new(
                ["Messaging.Contracts", "Messaging.Producers", "Messaging.Consumers", "Messaging.StateMachines"],
                ["MassTransit"],
                ["MassTransit", "MassTransit.Abstractions"]),
            ["Messaging.TestHarness"] = new(["Messaging.Hosting"], [], []),
            ["Messaging.RabbitMq"] = new(
                ["Messaging.Hosting"],
                ["MassTransit.RabbitMQ"],
                ["MassTransit", "MassTransit.Abstractions", "MassTransit.RabbitMqTransport", "RabbitMQ.Client"]),
            ["Messaging.PullTransport"] = new(
                ["Messaging.Hosting"],
                ["MassTransit"],
                ["MassTransit", "MassTransit.Abstractions"]),
            ["Messaging.Redis"] = new(["Messaging.PullTransport"], [], []),
            // One PostgreSQL is the whole infrastructure: its package brings the store along.
            ["Messaging.PostgreSql"] = new(
                ["Messaging.PullTransport", "Messaging.Stores.PostgreSql"],
                ["Npgsql"],
                ["Npgsql"]),
            ["Messaging.AmazonSqs"] = new(["Messaging.PullTransport"], ["AWSSDK.Core"], ["AWSSDK.Core"]),
            ["Messaging.Stores.PostgreSql"] = new(
                ["Messaging.StateMachines"],
                ["Npgsql"],
                ["Npgsql"]),
            ["Messaging.Stores.EntityFrameworkCore"] = new(
                ["Messaging.Stores.PostgreSql"],
                [
                    "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational",
                    "Npgsql.EntityFrameworkCore.PostgreSQL",
                ],
                ["Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL"]),
        };

    public static IEnumerable<string> Names => Table.Keys;
}
