namespace Messaging.Testing;

/// <summary>Configuration of a host under test.</summary>
public static class Settings
{
    private const string QueryTimeout = "Messaging:Producer:QueryTimeout";

    /// <summary>Longer than a busy machine leaves any process or server alone: a slow answer fails no test.</summary>
    private const string LongPause = "00:00:30";

    /// <summary>Everything in this process.</summary>
    public static Dictionary<string, string?> InMemory() => new(StringComparer.OrdinalIgnoreCase)
    {
        [QueryTimeout] = LongPause,
    };

    /// <summary>RabbitMQ and PostgreSQL, with queues and tables that no other test sees.</summary>
    public static Dictionary<string, string?> RabbitMqAndPostgres() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Messaging:Broker"] = TestServers.Amqp,
        ["Messaging:Tracking:Store"] = TestServers.Postgres,
        ["Messaging:Prefix"] = NewPrefix(),
        [QueryTimeout] = LongPause,
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
