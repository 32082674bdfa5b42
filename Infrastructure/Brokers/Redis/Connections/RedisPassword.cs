namespace Messaging.Redis;

/// <summary>Proves who we are.</summary>
internal static class RedisPassword
{
    /// <summary><c>null</c> if the address has no password.</summary>
    public static RespCommand? Command(RedisAddress address) => (address.User, address.Password) switch
    {
        (null, null) => null,
        (null, var password) => new RespCommand("AUTH").Add(password),
        var (user, password) => new RespCommand("AUTH").Add(user).Add(password ?? ""),
    };

    /// <summary>Whether the error says that the server has no password.</summary>
    public static bool IsNotWanted(string error) =>
        error.Contains("without any password configured", StringComparison.Ordinal);
}
