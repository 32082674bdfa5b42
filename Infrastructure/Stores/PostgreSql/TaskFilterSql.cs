using Messaging.Contracts;
using Messaging.StateMachines;
using Npgsql;
using NpgsqlTypes;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// A filter as SQL, in two parts. What narrows down by the order of an index (ids, a tree, not ended, with an error) is
/// cheap however little fits; all else is looked up row by row.
/// </summary>
internal sealed class TaskFilterSql
{
    private readonly List<string> narrow = [];
    private readonly List<string> rest = ["state <> 'Initial'"];
    private readonly List<NpgsqlParameter> parameters = [];

    /// <summary>Makes the filter.</summary>
    /// <param name="filter">Which tasks.</param>
    /// <param name="from">Only ids of this or greater ones.</param>
    /// <param name="before">Only ids of smaller ones.</param>
    public TaskFilterSql(TaskFilter filter, Guid? from = null, Guid? before = null)
    {
        Add(narrow, "root_id = {0}", filter.RootId, NpgsqlDbType.Uuid);
        Add(narrow, "parent_id = {0}", filter.ParentId, NpgsqlDbType.Uuid);
        Add(narrow, "id >= {0}", Greater(First(filter.From), from), NpgsqlDbType.Uuid);
        Add(narrow, "id < {0}", Lesser(First(filter.To), before), NpgsqlDbType.Uuid);
        AddStates(filter.States, isInTree: filter.RootId is not null || filter.ParentId is not null);
        Add(rest, "name = {0}", PostgresText.Clean(filter.Name), NpgsqlDbType.Text);
        Add(rest, "queue = {0}", PostgresText.Clean(filter.Queue), NpgsqlDbType.Text);
        Add(rest, "worker = {0}", PostgresText.Clean(filter.Worker), NpgsqlDbType.Text);
        Add(
            rest,
            "(arguments ILIKE {0} OR result ILIKE {0} OR error ->> 'type' ILIKE {0} OR error ->> 'message' ILIKE {0})",
            PostgresText.Pattern(filter.Text),
            NpgsqlDbType.Text);
    }

    /// <summary>Conditions that an index answers.</summary>
    public string Narrow => narrow.Count == 0 ? "true" : string.Join(" AND ", narrow);

    /// <summary>All other conditions.</summary>
    public string Rest => string.Join(" AND ", rest);

    /// <summary>Both.</summary>
    public string All => $"{Narrow} AND {Rest}";

    /// <summary>A further parameter of the command.</summary>
    /// <returns>What stands for it in the command.</returns>
    public string Parameter(object value, NpgsqlDbType type)
    {
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        return $"${parameters.Count}";
    }

    /// <summary>Gives a command the filter's parameters.</summary>
    public void AddTo(NpgsqlParameterCollection command)
    {
        foreach (var parameter in parameters)
            command.Add(parameter.Clone());
    }

    /// <summary>
    /// A tree is narrower than any state; PostgreSQL would read the indexes of both, in all partitions.
    /// </summary>
    private void AddStates(IReadOnlyList<TaskState> states, bool isInTree)
    {
        if (states.Count == 0)
            return;

        if (!isInTree && !states.Except(TaskStates.Open).Any())
            narrow.Add("finished_at IS NULL");
        if (!isInTree && !states.Except(TaskStates.WithError).Any())
            narrow.Add("error IS NOT NULL");
        Add(
            rest,
            "state = ANY({0})",
            states.Select(state => state.ToString()).ToArray(),
            NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    private void Add(List<string> conditions, string condition, object? value, NpgsqlDbType type)
    {
        if (value is not null)
            conditions.Add(condition.Replace("{0}", Parameter(value, type), StringComparison.Ordinal));
    }

    private static Guid? First(DateTimeOffset? time) => time is { } value ? TaskTimes.FirstId(value) : null;

    private static Guid? Lesser(Guid? left, Guid? right) => left < right ? left : right ?? left;

    private static Guid? Greater(Guid? left, Guid? right) => left > right ? left : right ?? left;
}
