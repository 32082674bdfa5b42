using System.Globalization;
using Messaging.StateMachines;

namespace Messaging.Stores.PostgreSql;

/// <summary>The tasks with ids from some time, up to another.</summary>
/// <param name="Name">Its table.</param>
/// <param name="From">Its first time.</param>
/// <param name="To">The first time that is not in it.</param>
internal sealed record TaskPartition(string Name, DateTimeOffset From, DateTimeOffset To)
{
    private const string Replacement = "k";

    /// <summary>The bounds as SQL has them.</summary>
    public string Bounds => $"FROM ('{TaskTimes.FirstId(From)}') TO ('{TaskTimes.FirstId(To)}')";

    /// <summary>The condition that its rows meet.</summary>
    public string Condition => $"id >= '{TaskTimes.FirstId(From)}' AND id < '{TaskTimes.FirstId(To)}'";

    /// <summary>
    /// A partition by the hour that it begins with. PostgreSQL cuts names at 63 characters, 40 of which may be the
    /// prefix.
    /// </summary>
    public static TaskPartition New(string prefix, DateTimeOffset from, DateTimeOffset to) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{prefix}messaging_{from.UtcDateTime:yyyyMMddHH}"), from, to);

    /// <summary>The partition that takes its place; what takes the place of that one has the first name again.</summary>
    public TaskPartition Next() => this with
    {
        Name = Name.EndsWith(Replacement, StringComparison.Ordinal) ? Name[..^1] : Name + Replacement,
    };
}
