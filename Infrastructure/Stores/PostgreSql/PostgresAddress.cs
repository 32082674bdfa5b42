using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Reads <c>postgres://user:password@host:port/database?Setting=value</c>.</summary>
internal static class PostgresAddress
{
    private const string Form = "Write postgres://user:password@host:port/database.";

    public static IEnumerable<string> Faults(Uri address) => Faults(address, ForTracker);

    /// <summary>What is wrong with an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="defaults">What holds for settings that the address does not name.</param>
    public static IEnumerable<string> Faults(Uri address, Action<NpgsqlConnectionStringBuilder> defaults)
    {
        if (address.Host.Length == 0)
            yield return $"it names no host. {Form}";
        if (address.AbsolutePath.Trim('/').Length == 0)
            yield return $"it names no database. {Form}";
        if (address.UserInfo.Split(':')[0].Length == 0)
            yield return $"it names no user. {Form}";
        if (TryRead(address, defaults, out _) is { } fault)
            yield return fault;
    }

    public static NpgsqlConnectionStringBuilder Read(Uri address) => Read(address, ForTracker);

    /// <summary>What an address says.</summary>
    /// <param name="address">An address without faults.</param>
    /// <param name="defaults">What holds for settings that the address does not name.</param>
    public static NpgsqlConnectionStringBuilder Read(Uri address, Action<NpgsqlConnectionStringBuilder> defaults) =>
        TryRead(address, defaults, out var settings) is { } fault
            ? throw new ArgumentException(fault, nameof(address))
            : settings;

    /// <summary>The address without the password.</summary>
    public static string Describe(Uri address) =>
        $"postgres://{address.UserInfo.Split(':')[0]}@{address.Host}:{Port(address)}{address.AbsolutePath}";

    private static int Port(Uri address) => address.Port > 0 ? address.Port : 5432;

    private static void ForTracker(NpgsqlConnectionStringBuilder settings)
    {
        settings.ApplicationName = "Messaging";
        // A plan for any ids opens all partitions, one for the ids at hand only theirs. What a tracker has claimed must
        // not stay locked for hours when its machine is gone without a word.
        settings.Options = "-c plan_cache_mode=force_custom_plan -c idle_in_transaction_session_timeout=60000";
        // A tracker needs about ten; PostgreSQL has a hundred by default, for all of them.
        settings.MaxPoolSize = 30;
    }

    private static string? TryRead(
        Uri address, Action<NpgsqlConnectionStringBuilder> defaults, out NpgsqlConnectionStringBuilder settings)
    {
        var user = address.UserInfo.Split(':', 2);
        settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = Port(address),
            Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Timeout = 5,
            // The same few statements again and again; without it half of a small batch's time is spent on planning.
            MaxAutoPrepare = 50,
        };
        defaults(settings);

        foreach (var setting in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = Array.ConvertAll(setting.Split('=', 2), Uri.UnescapeDataString);
            var (name, value) = (pair[0], pair.Length > 1 ? pair[1] : "");
            if (!settings.ContainsKey(name))
                return $"its setting '{name}' is none of Npgsql's connection string parameters.";

            try
            {
                settings[name] = value;
            }
            catch (ArgumentException exception)
            {
                var cause = exception.InnerException ?? exception;
                return $"its setting '{name}' cannot be '{value}': {cause.Message.Split('\n')[0]}";
            }
        }

        return null;
    }
}
