using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>Single commands on a connection that is used for several. They may take as long as they need.</summary>
internal static class NpgsqlCommands
{
    [SuppressMessage("Security", "CA2100", Justification = "Made of the tables' own names and of times.")]
    public static async Task<int> Execute(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Made of the tables' own names and of times.")]
    public static async Task<T?> Scalar<T>(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }
}
