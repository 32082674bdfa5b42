using System.Globalization;

namespace Messaging.Redis;

/// <summary>Where a server listens.</summary>
internal sealed record RedisEndPoint(string Host, int Port)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    /// <summary>Reads <c>host:port</c>, or a host alone.</summary>
    public static bool TryRead(string text, int defaultPort, out RedisEndPoint endPoint)
    {
        endPoint = new RedisEndPoint("", 0);
        if (!Uri.TryCreate($"redis://{text}", UriKind.Absolute, out var address)
            || address is not { Host.Length: > 0, UserInfo: "", AbsolutePath: "/", Query: "" })
        {
            return false;
        }

        endPoint = Of(address, defaultPort);
        return true;
    }

    public static RedisEndPoint Of(Uri address, int defaultPort) =>
        new(address.IdnHost, address.Port > 0 ? address.Port : defaultPort);
}
