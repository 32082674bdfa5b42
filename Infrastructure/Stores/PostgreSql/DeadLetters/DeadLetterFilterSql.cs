using Messaging.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>A filter as the condition of one command. Its values are parameters of that.</summary>
internal static class DeadLetterFilterSql
{
    public static string Add(NpgsqlCommand command, DeadLetterFilter filter)
    {
        var conditions = new List<string>();
        Add(command, conditions, "id = {0}", filter.Id, NpgsqlDbType.Uuid);
        Add(command, conditions, "task_id = {0}", filter.TaskId, NpgsqlDbType.Uuid);
        // The id of a dead letter is its task's, if that is known; this finds it by the primary key.
        Add(command, conditions, "id = {0}", filter.TaskId, NpgsqlDbType.Uuid);
        Add(command, conditions, "queue = {0}", PostgresText.Clean(filter.Queue), NpgsqlDbType.Text);
        Add(command, conditions, "name = {0}", PostgresText.Clean(filter.Name), NpgsqlDbType.Text);
        Add(command, conditions, "reason = {0}", filter.Reason?.ToString(), NpgsqlDbType.Text);
        Add(command, conditions, "error_type = {0}", PostgresText.Clean(filter.ErrorType), NpgsqlDbType.Text);
        Add(command, conditions, "error_message ILIKE {0}", PostgresText.Pattern(filter.Text), NpgsqlDbType.Text);
        Add(command, conditions, "dead_at >= {0}", filter.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(command, conditions, "dead_at < {0}", filter.To?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

        return conditions.Count == 0 ? "true" : string.Join(" AND ", conditions);
    }

    /// <summary>A further parameter of the command.</summary>
    /// <returns>What stands for it in the command.</returns>
    public static string Parameter(NpgsqlCommand command, object value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        return $"${command.Parameters.Count}";
    }

    private static void Add(
        NpgsqlCommand command, List<string> conditions, string condition, object? value, NpgsqlDbType type)
    {
        if (value is not null)
            conditions.Add(condition.Replace("{0}", Parameter(command, value, type), StringComparison.Ordinal));
    }
}
