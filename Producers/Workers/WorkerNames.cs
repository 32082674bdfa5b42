namespace Messaging.Producers;

/// <summary>Names of workers in sentences.</summary>
internal static class WorkerNames
{
    private const int MostShown = 10;

    public static string List(IReadOnlyCollection<string> names)
    {
        var shown = $"'{string.Join("', '", names.Order(StringComparer.Ordinal).Take(MostShown))}'";
        return names.Count > MostShown ? shown + " and others" : shown;
    }
}
