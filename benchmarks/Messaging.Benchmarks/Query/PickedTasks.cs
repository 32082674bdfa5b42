namespace Messaging.Benchmarks;

/// <summary>Some of the generated tasks, for questions about one of them.</summary>
/// <param name="Ids">By chance, of all.</param>
/// <param name="Roots">By chance, of those that have sent others.</param>
/// <param name="Newest">When the newest of all was sent.</param>
internal sealed record PickedTasks(Guid[] Ids, Guid[] Roots, DateTimeOffset Newest)
{
    /// <summary>The so-manieth one; after the last, the first again.</summary>
    public Guid Id(int index) => Ids[index % Ids.Length];

    /// <summary>The so-manieth root; after the last, the first again.</summary>
    public Guid Root(int index) => Roots[index % Roots.Length];

    /// <summary>A time among theirs, another one each time.</summary>
    public DateTimeOffset Ago(int index) => Newest - TimeSpan.FromHours(index % 20);
}
