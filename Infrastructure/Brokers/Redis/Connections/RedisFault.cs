using System.Text.RegularExpressions;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Makes sentences of what Redis refuses, and says which of it may go by itself.</summary>
internal static partial class RedisFault
{
    /// <summary>The exception for an error.</summary>
    /// <param name="error">What Redis said.</param>
    /// <param name="address">Where.</param>
    public static Exception From(string error, RedisAddress address) => Advice(error, address) is { } advice
        ? new BrokerUnavailableException($"Redis at {address} said: {Sentence(Shown(error))} {advice}")
        {
            IsForbidden = IsPermission(error),
        }
        : new InvalidOperationException($"Redis at {address} said: {Shown(error)}");

    /// <summary>The error as people may see it: without what was sent, which may be a password or a message.</summary>
    public static string Shown(string error)
    {
        var sent = error.IndexOf("with args beginning with", StringComparison.Ordinal);
        return sent < 0 ? error : error[..sent].TrimEnd(' ', ',');
    }

    /// <summary>With one full stop at its end, before more is said.</summary>
    public static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";

    /// <summary>Whether the connection is of no use after this error.</summary>
    public static bool EndsConnection(string error) => Code(error) is "READONLY" or "MASTERDOWN" or "NOAUTH";

    private static string? Advice(string error, RedisAddress address) => Code(error) switch
    {
        "LOADING" => "It is reading its data after a start; wait until it has.",
        "BUSY" => "A script keeps it from answering; wait, or end it with SCRIPT KILL.",
        "READONLY" or "MASTERDOWN" => "It is a replica, or has just become one. Messaging:Broker must name the primary; "
            + "with Sentinel, add serviceName=… and it is found by itself.",
        "CLUSTERDOWN" or "TRYAGAIN" => "The cluster is not whole at the moment; see CLUSTER INFO.",
        "OOM" => "It has used up its maxmemory. Raise that, or have more workers; nothing is lost meanwhile, but nothing "
            + "more can be sent.",
        "MISCONF" => "It cannot write its data to disk, and so takes nothing. See its log, and free space on its disk.",
        "NOREPLICAS" => "Fewer replicas are there than min-replicas-to-write asks for.",
        "NOAUTH" => "It wants a password. Write redis://user:password@host:port/database in Messaging:Broker.",
        "WRONGPASS" => "It refuses "
            + (address.User is null ? "this password" : $"user '{address.User}' with this password")
            + ". Correct them in Messaging:Broker, redis://user:password@host:port/database.",
        "MOVED" or "ASK" or "CROSSSLOT" =>
            "It is a node of a cluster. Connect to a single server, or to one that Sentinel watches.",
        _ when error.Contains("max number of clients", StringComparison.Ordinal) =>
            "Raise its maxclients, or have fewer processes: each has two connections.",
        _ => IsPermission(error) ? Permission(address) : null,
    };

    /// <summary>What a user needs.</summary>
    public static string Permission(RedisAddress address) =>
        $"User '{address.User ?? "default"}' lacks permissions. Give them: ACL SETUSER {address.User ?? "default"} "
        + $"~{address.Prefix}* &{address.Prefix}* +@all -@dangerous +info";

    public static bool IsPermission(string error) =>
        error.Contains("NOPERM", StringComparison.Ordinal)
        || error.Contains("user executing the script", StringComparison.Ordinal)
        || error.Contains("has no permissions", StringComparison.Ordinal);

    // Redis 6.2 says first that a script has failed, and then why.
    private static string Code(string error) =>
        InScript().Match(error) is { Success: true } match ? match.Groups["code"].Value : error.Split(' ', 2)[0];

    [GeneratedRegex(
        @"@user_script: ?\d+: -?(?<code>[A-Z]+) ",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InScript();
}
