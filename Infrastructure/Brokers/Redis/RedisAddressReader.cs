using System.Globalization;

namespace Messaging.Redis;

/// <summary>Reads addresses, and finds what is wrong with them.</summary>
internal static class RedisAddressReader
{
    private const string Form = "redis://user:password@host:port/database";
    private const string Allowed = "lock, prefix, serviceName, sentinels, ca";

    private static readonly TimeSpan ShortestLock = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLock = TimeSpan.FromHours(12);

    public static IEnumerable<string> Faults(Uri address)
    {
        if (address.Host.Length == 0)
            yield return $"it names no host. Write {Form}.";
        if (!TryReadDatabase(address, out _))
        {
            yield return $"the database is '{address.AbsolutePath.Trim('/')}', which is not a number from 0 on. "
                + $"Write {Form}, or leave it out for 0.";
        }

        var settings = Settings(address).ToList();
        foreach (var (name, value) in settings)
        {
            if (Fault(address, name, value) is { } fault)
                yield return fault;
        }

        if (settings.Exists(setting => setting.Name == "sentinels")
            && !settings.Exists(setting => setting.Name == "serviceName"))
        {
            yield return "it names sentinels, and not the server that they watch. Add serviceName=….";
        }
    }

    public static RedisAddress Read(Uri address)
    {
        var settings = Settings(address)
            .GroupBy(setting => setting.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        var service = settings.GetValueOrDefault("serviceName");
        var user = address.UserInfo.Split(':', 2);
        TryReadDatabase(address, out var database);
        TryReadSeconds(settings.GetValueOrDefault("lock", ""), out var time);

        return new RedisAddress
        {
            EndPoints =
            [
                RedisEndPoint.Of(
                    address, service is null ? RedisAddress.DefaultPort : RedisAddress.DefaultSentinelPort),
                .. Sentinels(settings.GetValueOrDefault("sentinels", "")).OfType<RedisEndPoint>(),
            ],
            User = user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = database,
            IsSecure = address.Scheme == "rediss",
            Authority = settings.GetValueOrDefault("ca"),
            ServiceName = service,
            Prefix = settings.GetValueOrDefault("prefix", RedisAddress.DefaultPrefix),
            Lock = time == TimeSpan.Zero ? RedisAddress.DefaultLock : time,
        };
    }

    private static string? Fault(Uri address, string name, string value) => name switch
    {
        "lock" when !TryReadSeconds(value, out var time) || time < ShortestLock || time > LongestLock =>
            $"lock is '{value}'. Allowed: whole seconds from 1s to 43200s; 30s if it is left out.",
        "prefix" when value.AsSpan().ContainsAny('{', '}') =>
            $"prefix is '{value}'. Braces are not allowed, since they tell a cluster which keys stay together.",
        "serviceName" when value.Length == 0 => "serviceName is empty. Write the name that the sentinels know.",
        "sentinels" when Sentinels(value).Any(sentinel => sentinel is null) =>
            $"sentinels is '{value}'. Allowed: host:port,host:port,….",
        "ca" when address.Scheme != "rediss" => "ca is set, and the address is not one with TLS. Write rediss://….",
        "ca" when !File.Exists(value) => $"ca is '{value}', and there is no such file.",
        "lock" or "prefix" or "serviceName" or "sentinels" or "ca" => null,
        _ => $"'{name}' is not a setting of Redis addresses. Allowed: {Allowed}.",
    };

    private static bool TryReadDatabase(Uri address, out int database)
    {
        var text = address.AbsolutePath.Trim('/');
        database = 0;
        return text.Length == 0
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out database);
    }

    private static bool TryReadSeconds(string text, out TimeSpan time)
    {
        var isRead = int.TryParse(
            text.EndsWith('s') ? text[..^1] : "", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        time = TimeSpan.FromSeconds(seconds);
        return isRead;
    }

    private static IEnumerable<RedisEndPoint?> Sentinels(string text) => text
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(sentinel =>
            RedisEndPoint.TryRead(sentinel, RedisAddress.DefaultSentinelPort, out var endPoint) ? endPoint : null);

    private static IEnumerable<(string Name, string Value)> Settings(Uri address) => address.Query
        .TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=', 2))
        .Select(pair => (Known(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

    // Keys of the configuration do not mind upper and lower case, and so do these.
    private static string Known(string name) =>
        Allowed.Split(", ").FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
        ?? Uri.UnescapeDataString(name);
}
