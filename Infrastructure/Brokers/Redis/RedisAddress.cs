using System.Globalization;

namespace Messaging.Redis;

/// <summary>What a <c>redis(s)://</c> address says.</summary>
internal sealed record RedisAddress
{
    public const int DefaultPort = 6379;
    public const int DefaultSentinelPort = 26379;
    public const string DefaultPrefix = "messaging:";

    public static readonly TimeSpan DefaultLock = TimeSpan.FromSeconds(30);

    /// <summary>The server; or the sentinels, if <see cref="ServiceName"/> is given.</summary>
    public required IReadOnlyList<RedisEndPoint> EndPoints { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    public bool IsSecure { get; init; }

    /// <summary>File with certificates of authorities that are trusted instead of the system's; PEM.</summary>
    public string? Authority { get; init; }

    /// <summary>Name by which sentinels know the server.</summary>
    public string? ServiceName { get; init; }

    /// <summary>What the names of all keys and channels begin with.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>How long a message is locked, unless the lock is renewed.</summary>
    public TimeSpan Lock { get; init; } = DefaultLock;

    /// <summary>The address without the password.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsSecure ? "rediss" : "redis")}://{(User is null ? "" : User + "@")}{string.Join(',', EndPoints)}/{Database}{(
            ServiceName is null ? "" : $"?serviceName={ServiceName}")}");
}
