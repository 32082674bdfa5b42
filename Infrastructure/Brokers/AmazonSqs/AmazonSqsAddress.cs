using System.Globalization;
using System.Text.RegularExpressions;
using Amazon;

namespace Messaging.AmazonSqs;

/// <summary>What an <c>sqs://</c> address says.</summary>
internal sealed partial record AmazonSqsAddress
{
    private const string Endpoint = "endpoint";
    private const string PrefixSetting = "prefix";
    private const string Lock = "lock";
    private const string WaitTimeSetting = "waitTime";
    private const string MaxMessageBytesSetting = "maxMessageBytes";
    private const int DefaultMaxMessageBytes = 262_144;

    private static readonly string[] Allowed = [Endpoint, PrefixSetting, Lock, WaitTimeSetting, MaxMessageBytesSetting];

    /// <summary>Such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Where requests go.</summary>
    public required Uri Url { get; init; }

    /// <summary>Comes before the name of every queue.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Key and secret of the address; <c>null</c> if AWS's usual sources are asked.</summary>
    public (string Key, string Secret)? Credentials { get; init; }

    /// <summary>How long a message is locked.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request waits for messages at the server.</summary>
    public TimeSpan WaitTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most bytes of a message with its attributes, and of a batch.</summary>
    public int MaxMessageBytes { get; init; } = DefaultMaxMessageBytes;

    /// <summary>The address without the credentials.</summary>
    public override string ToString() =>
        $"sqs://{Region}" + (Url == AwsUrl(Region) ? "" : $"?{Endpoint}={Url.GetLeftPart(UriPartial.Authority)}");

    public static IEnumerable<string> Faults(Uri address)
    {
        if (address.Host.Length == 0)
            yield return "it names no region. Write sqs://eu-west-1, or whatever the region of your queues is.";
        if (address.AbsolutePath is not ("" or "/"))
        {
            yield return $"it has the path '{address.AbsolutePath}', which SQS has no use for. Write sqs://region, and a "
                + $"prefix of queues as ?{PrefixSetting}=….";
        }

        if (address.UserInfo.Length > 0 && Key(address) is null)
        {
            yield return "its credentials are not of the form key:secret. Write sqs://key:secret@region with %2F for / "
                + "and %2B for +, or leave them out for AWS's usual sources (environment, profile, role).";
        }

        foreach (var (name, value) in Settings(address))
        {
            if (Fault(name, value) is { } fault)
                yield return fault;
        }
    }

    public static AmazonSqsAddress Read(Uri address)
    {
        var read = new AmazonSqsAddress
        {
            Region = address.Host,
            Url = AwsUrl(address.Host),
            Credentials = Key(address),
        };
        foreach (var (name, value) in Settings(address))
        {
            read = name.ToUpperInvariant() switch
            {
                "ENDPOINT" => read with { Url = new Uri(value) },
                "PREFIX" => read with { Prefix = value },
                "LOCK" => read with { LockTime = Seconds(value)!.Value },
                "WAITTIME" => read with { WaitTime = Seconds(value)!.Value },
                _ => read with { MaxMessageBytes = int.Parse(value, CultureInfo.InvariantCulture) },
            };
        }

        return read;
    }

    private static string? Fault(string name, string value) => name.ToUpperInvariant() switch
    {
        "ENDPOINT" => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? null
            : $"{Endpoint} is '{value}'. Allowed: an http:// or https:// address.",
        "PREFIX" => PrefixPattern().IsMatch(value)
            ? null
            : $"{PrefixSetting} is '{value}'. Allowed: up to 24 letters, digits, - and _.",
        "LOCK" => Seconds(value) is { } time && time >= TimeSpan.FromSeconds(3) && time <= TimeSpan.FromHours(12)
            ? null
            : $"{Lock} is '{value}'. Allowed: 3s to 12h, such as 30s or 5m.",
        "WAITTIME" => Seconds(value) is { } time && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromSeconds(20)
            ? null
            : $"{WaitTimeSetting} is '{value}'. Allowed: 1s to 20s.",
        "MAXMESSAGEBYTES" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && bytes is >= 1_024 and <= 1_048_576
                ? null
                : $"{MaxMessageBytesSetting} is '{value}'. Allowed: 1024 to 1048576 (bytes).",
        _ => $"'{name}' is not a setting of SQS addresses. Allowed: {string.Join(", ", Allowed)}.",
    };

    private static Uri AwsUrl(string region) =>
        new($"https://sqs.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/");

    private static (string Key, string Secret)? Key(Uri address)
    {
        var parts = address.UserInfo.Split(':', 2);
        return parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0
            ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]))
            : null;
    }

    private static TimeSpan? Seconds(string value)
    {
        var match = TimePattern().Match(value);
        if (!match.Success)
            return null;

        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    private static IEnumerable<(string Name, string Value)> Settings(Uri address) => address.Query
        .TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

    [GeneratedRegex("^[A-Za-z0-9_-]{0,24}$", RegexOptions.None, 1_000)]
    private static partial Regex PrefixPattern();

    [GeneratedRegex("^(?<number>[0-9]{1,6})(?<unit>[smh])$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TimePattern();
}
