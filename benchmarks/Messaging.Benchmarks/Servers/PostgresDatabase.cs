using Npgsql;

namespace Messaging.Benchmarks;

/// <summary>The store's database, for what goes around a measurement.</summary>
internal static class PostgresDatabase
{
    /// <summary>Connects as <c>postgres://user:password@host:port/database</c> says.</summary>
    public static NpgsqlDataSource Open(string address)
    {
        var uri = new Uri(address);
        var user = uri.UserInfo.Split(':');
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port,
            Database = uri.AbsolutePath.Trim('/'),
            Username = user[0],
            Password = user[1],
            CommandTimeout = 0,
            Pooling = false,
        });
    }
}
