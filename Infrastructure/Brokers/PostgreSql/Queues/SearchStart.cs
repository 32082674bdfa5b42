namespace Messaging.PostgreSql;

/// <summary>Where a search for messages begins.</summary>
/// <param name="Ids">The lowest id of each priority, the highest priority first.</param>
/// <param name="Due">After which due time, by the database's clock; <c>null</c> for all.</param>
internal sealed record SearchStart(long[] Ids, DateTime? Due)
{
    /// <summary>Whether all is searched.</summary>
    public bool IsWhole => Due is null;
}
