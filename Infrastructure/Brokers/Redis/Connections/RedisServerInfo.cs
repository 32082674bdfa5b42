using System.Globalization;

namespace Messaging.Redis;

/// <summary>What a server says of itself (<c>INFO</c>).</summary>
internal sealed class RedisServerInfo
{
    private static readonly Version Oldest = new(6, 2);

    private readonly Dictionary<string, string> facts = new(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    /// <param name="info">The answer to <c>INFO</c>; empty if the user may not ask.</param>
    public RedisServerInfo(string info)
    {
        foreach (var line in info.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                facts[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }

    /// <summary>Names the server and the start of it; empty if it does not say.</summary>
    public string RunId => facts.GetValueOrDefault("run_id", "");

    /// <summary>Its setting <c>appendfsync</c>, which it says only to those who may ask for settings.</summary>
    public string? AppendFsync { get; set; }

    public bool HasAppendOnlyFile => Is("aof_enabled", "1");

    public bool IsCluster => Is("redis_mode", "cluster");

    /// <summary>What makes the server of no use; <c>null</c> if nothing does.</summary>
    public string? Fault()
    {
        if (facts.TryGetValue("redis_version", out var text) && Version.TryParse(text, out var version)
            && version < Oldest)
        {
            return $"It is Redis {text}, and Messaging needs {Oldest} or later. Update the server.";
        }

        if (Is("redis_mode", "sentinel"))
            return "It is a sentinel. Add serviceName=…, the name of the server that it watches, to the address.";

        return Is("role", "slave")
            ? "It is a replica, which takes no messages. Messaging:Broker must name the primary; with Sentinel, add "
            + "serviceName=… and it is found by itself."
            : null;
    }

    /// <summary>What puts messages at risk, a sentence each.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Is("aof_enabled", "0"))
        {
            yield return "It has no append-only file, so a restart loses messages. Set appendonly yes, and appendfsync "
                + "always if not even the last second may be lost.";
        }

        if (AppendFsync == "no")
        {
            yield return "It leaves it to the operating system when its append-only file is written to disk (appendfsync "
                + "no), so the loss of the machine loses some 30 s of messages. Set appendfsync everysec or always.";
        }

        if (facts.TryGetValue("maxmemory_policy", out var policy) && policy != "noeviction"
            && facts.TryGetValue("maxmemory", out var most)
            && long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0)
        {
            yield return $"Its maxmemory-policy is {policy}, so it throws away messages when {bytes} bytes are used. Set "
                + "maxmemory-policy noeviction.";
        }
    }

    private bool Is(string fact, string value) => facts.TryGetValue(fact, out var found) && found == value;
}
