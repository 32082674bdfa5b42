namespace Messaging.RabbitMq;

/// <summary>What an <c>amqp(s)://</c> address says.</summary>
internal sealed record RabbitMqAddress
{
    private const string QueueTypeSetting = "queueType";

    public required string Host { get; init; }

    public required ushort Port { get; init; }

    public required string VirtualHost { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    public required bool IsSecure { get; init; }

    public required RabbitMqQueueType QueueType { get; init; }

    /// <summary>The address without the password.</summary>
    public override string ToString() =>
        $"{(IsSecure ? "amqps" : "amqp")}://{User}@{Host}:{Port}{(VirtualHost == "/" ? "" : "/" + VirtualHost)}";

    public static IEnumerable<string> Faults(Uri address)
    {
        if (address.Host.Length == 0)
            yield return "it names no host. Write amqp://user:password@host:port/vhost.";

        foreach (var (name, value) in Settings(address))
        {
            if (!string.Equals(name, QueueTypeSetting, StringComparison.OrdinalIgnoreCase))
                yield return $"'{name}' is not a setting of RabbitMQ addresses. Allowed: {QueueTypeSetting}.";
            else if (!Enum.TryParse<RabbitMqQueueType>(value, ignoreCase: true, out _))
                yield return $"{QueueTypeSetting} is '{value}'. Allowed: quorum, classic.";
        }
    }

    public static RabbitMqAddress Read(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        var secure = address.Scheme == "amqps";
        var queueType = Settings(address).Select(setting => setting.Value).LastOrDefault();
        var virtualHost = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));

        return new RabbitMqAddress
        {
            Host = address.Host,
            Port = (ushort)(address.Port > 0 ? address.Port : secure ? 5671 : 5672),
            VirtualHost = virtualHost.Length == 0 ? "/" : virtualHost,
            User = user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "guest",
            IsSecure = secure,
            QueueType = queueType is null
                ? RabbitMqQueueType.Quorum
                : Enum.Parse<RabbitMqQueueType>(queueType, ignoreCase: true),
        };
    }

    private static IEnumerable<(string Name, string Value)> Settings(Uri address) => address.Query
        .TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));
}
