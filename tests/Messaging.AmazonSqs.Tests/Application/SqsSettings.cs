using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>Configuration of hosts on the emulator.</summary>
internal static class SqsSettings
{
    /// <summary>SQS and PostgreSQL, with queues and tables that no other test sees.</summary>
    public static Dictionary<string, string?> New(string? endpoint = null, string settings = "") =>
        Settings.RabbitMqAndPostgres().With(
            ("Broker", SqsServer.Address(settings, endpoint)),
            ("Roles", "Worker, Tracker"));
}
