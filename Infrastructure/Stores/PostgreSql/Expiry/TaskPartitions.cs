using System.Text.RegularExpressions;
using Messaging.StateMachines;
using Npgsql;

namespace Messaging.Stores.PostgreSql;

/// <summary>The partitions that there are, from PostgreSQL's catalogue.</summary>
internal sealed partial class TaskPartitions(string table)
{
    /// <summary>Those with a range of times, oldest first.</summary>
    public async Task<List<TaskPartition>> List(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT child.relname, pg_get_expr(child.relpartbound, child.oid) FROM pg_inherits "
            + "JOIN pg_class AS child ON child.oid = inhrelid WHERE inhparent = $1::regclass",
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });

        var partitions = new List<TaskPartition>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (Range().Match(rows.GetString(1)) is { Success: true } range)
            {
                partitions.Add(new TaskPartition(
                    rows.GetString(0), TimeOf(range.Groups["from"]), TimeOf(range.Groups["to"])));
            }
        }

        partitions.Sort((left, right) => left.From.CompareTo(right.From));
        return partitions;
    }

    private static DateTimeOffset TimeOf(Group id) => TaskTimes.Of(Guid.Parse(id.Value));

    [GeneratedRegex(@"FROM \('(?<from>[0-9a-f-]{36})'\) TO \('(?<to>[0-9a-f-]{36})'\)", RegexOptions.None, 1000)]
    private static partial Regex Range();
}
