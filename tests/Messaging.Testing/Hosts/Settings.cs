namespace Messaging.Testing;

/// <summary>Configuration of a host under test.</summary>
public static class Settings
{
    /// <summary>Everything in this process.</summary>
    public static Dictionary<string, string?> InMemory() => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>RabbitMQ and PostgreSQL, with queues and tables that no other test sees.</summary>
    public static Dictionary<string, string?> RabbitMqAndPostgres() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Messaging:Broker"] = TestServers.Amqp,
        ["Messaging:Tracking:Store"] = TestServers.Postgres,
        ["Messaging:Prefix"] = NewPrefix(),
    };

    /// <summary>A prefix that no other test has.</summary>
    public static string NewPrefix() => $"t{Guid.NewGuid().ToString("N")[..12]}-";

    /// <summary>The same settings with others over them.</summary>
    public static Dictionary<string, string?> With(
        this Dictionary<string, string?> settings, params (string Key, string? Value)[] others)
    {
        var all = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in others)
            all[$"Messaging:{key}"] = value;

        return all;
    }
}
