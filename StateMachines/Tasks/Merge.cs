using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Makes one of two accounts of the same fact, whichever came first. Where nothing says which of two is right, the
/// greater one is taken: no better than the other, but the same in every order.
/// </summary>
internal static class Merge
{
    public static string? Greater(string? left, string? right) =>
        string.CompareOrdinal(left, right) >= 0 ? left : right;

    public static Guid? Greater(Guid? left, Guid? right) => Nullable.Compare(left, right) >= 0 ? left : right;

    /// <summary>The earlier time; one that is missing says nothing.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right < left ? right : left;

    /// <summary>A total order over what is told of progress at one time.</summary>
    public static int Compare(TaskProgress? left, TaskProgress right)
    {
        var byAmount = (left?.Current, left?.Total).CompareTo((right.Current, right.Total));
        return byAmount != 0 ? byAmount : string.CompareOrdinal(left?.Message, right.Message);
    }

    /// <summary>A total order over the states that a task gives itself at one time.</summary>
    public static int Compare((string? Name, string? Meta) left, (string? Name, string? Meta) right)
    {
        var byName = string.CompareOrdinal(left.Name, right.Name);
        return byName != 0 ? byName : string.CompareOrdinal(left.Meta, right.Meta);
    }
}
