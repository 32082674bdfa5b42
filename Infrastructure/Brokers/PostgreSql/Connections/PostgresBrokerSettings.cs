using System.Globalization;
using System.Text.RegularExpressions;
using Messaging.Stores.PostgreSql;
using Npgsql;

namespace Messaging.PostgreSql;

/// <summary>What a <c>postgres://</c> address says about the broker.</summary>
internal sealed partial record PostgresBrokerSettings
{
    private const string SchemaSetting = "schema";
    private const string LockSetting = "lock";
    private const int LongestLock = 43_200;

    /// <summary>Of the connections.</summary>
    public required NpgsqlConnectionStringBuilder Connection { get; init; }

    /// <summary>The address without the password.</summary>
    public required string Description { get; init; }

    /// <summary>Name of the schema that the tables are in.</summary>
    public string Schema { get; init; } = "messaging_broker";

    /// <summary>How long a message is locked that was handed out, unless that is renewed.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromSeconds(30);

    public static IEnumerable<string> Faults(Uri address)
    {
        if (!IsSchema(Setting(address, SchemaSetting)))
        {
            yield return $"its setting '{SchemaSetting}' is '{Setting(address, SchemaSetting)}'. Allowed: a lower-case "
                + "letter or _, then up to 39 of a-z 0-9 _.";
        }

        if (Setting(address, LockSetting) is { } text && ReadLock(text) is null)
        {
            yield return $"its setting '{LockSetting}' is '{text}'. Allowed: whole seconds from 1s to {LongestLock}s; 30s "
                + "if it is left out.";
        }

        foreach (var fault in PostgresAddress.Faults(WithoutOurs(address), Defaults))
            yield return fault;
    }

    public static PostgresBrokerSettings Read(Uri address)
    {
        var settings = new PostgresBrokerSettings
        {
            Connection = PostgresAddress.Read(WithoutOurs(address), Defaults),
            Description = PostgresAddress.Describe(address),
        };
        return settings with
        {
            Schema = Setting(address, SchemaSetting) ?? settings.Schema,
            LockTime = ReadLock(Setting(address, LockSetting)) ?? settings.LockTime,
        };
    }

    private static void Defaults(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName = "Messaging broker";
        settings.MaxPoolSize = 10;
        // A connection that nobody answers any more is found out.
        settings.KeepAlive = 10;
        settings.CommandTimeout = 15;
        // A batch says which of its commands has failed.
        settings.IncludeFailedBatchedCommand = true;
        // Nothing stays behind in a session that would have to be cleared away.
        settings.NoResetOnClose = true;
        // There is one good way to run each statement, by its index, however many rows the table had when it was
        // planned. Without the others the planner cannot be wrong; it only thinks that costs are high.
        settings.Options = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off "
            + "-c enable_mergejoin=off -c jit=off -c idle_in_transaction_session_timeout=60000";
    }

    private static bool IsSchema(string? name) => name is null || SchemaName().IsMatch(name);

    private static TimeSpan? ReadLock(string? text) =>
        text is [.. var number, 's']
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 1 and <= LongestLock
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static bool IsOurs((string Name, string? Value) setting) =>
        string.Equals(setting.Name, SchemaSetting, StringComparison.OrdinalIgnoreCase)
        || string.Equals(setting.Name, LockSetting, StringComparison.OrdinalIgnoreCase);

    private static string? Setting(Uri address, string name) => Parts(address)
        .Select(Split)
        .LastOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase))
        .Value;

    private static Uri WithoutOurs(Uri address) =>
        new UriBuilder(address) { Query = string.Join('&', Parts(address).Where(part => !IsOurs(Split(part)))) }.Uri;

    private static string[] Parts(Uri address) =>
        address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static (string Name, string? Value) Split(string setting)
    {
        var pair = setting.Split('=', 2);
        return (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaName();
}
