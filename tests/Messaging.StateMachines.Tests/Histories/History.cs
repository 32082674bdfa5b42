using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>
/// What truly happened to some tasks, in order, and a seed for how the news of it travels. Any part of a history is one
/// too, of which not all news has come yet; so a failing one is made smaller by leaving events out.
/// </summary>
internal sealed record History(IReadOnlyList<object> Events, int Seed)
{
    private const int MostShown = 20;

    public static Arbitrary<History> OfOneTask => OfTasks(1);

    public static Arbitrary<History> OfTasks(int most) => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from tasks in Gen.Choose(1, most)
        select Of(seed, tasks),
        Smaller);

    public IEnumerable<IGrouping<Guid, object>> ByTask => Events.GroupBy(TaskOf);

    public IEnumerable<TaskRunEvent> RunEvents => Events.OfType<TaskRunEvent>();

    /// <summary>The events as they may come in: out of order, some of them several times.</summary>
    public object[] Delivered()
    {
        var random = new Random(Seed);
        object[] delivered = [.. Events, .. Events.Where(_ => random.NextDouble() < 0.3)];
        random.Shuffle(delivered);
        return delivered;
    }

    /// <summary>The same in batches of any size.</summary>
    public IEnumerable<object[]> Batches()
    {
        var random = new Random(Seed);
        var delivered = Delivered();
        for (var start = 0; start < delivered.Length;)
        {
            var end = Math.Min(delivered.Length, start + random.Next(1, 12));
            yield return delivered[start..end];
            start = end;
        }
    }

    public static Guid TaskOf(object happened) => happened switch
    {
        TaskEvent taskEvent => taskEvent.TaskId,
        RevokeTask revoke => revoke.TaskId,
        _ => throw new ArgumentException($"{happened} is not of a task.", nameof(happened)),
    };

    public override string ToString() => string.Join(
        Environment.NewLine,
        Events.Take(MostShown)
            .Select(happened => $"{happened.GetType().Name} {JsonSerializer.Serialize(happened, happened.GetType())}")
            .Prepend($"{Events.Count} events, delivered by seed {Seed}:"));

    private static History Of(int seed, int tasks)
    {
        var random = new Random(seed);
        var lives = Enumerable.Range(0, tasks).Select(_ => TaskLife.Events(random));
        return new History([.. lives.SelectMany(events => events)], seed);
    }

    private static IEnumerable<History> Smaller(History history)
    {
        for (var size = history.Events.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < history.Events.Count; start += size)
            {
                var end = start + size;
                yield return history with { Events = [.. history.Events.Take(start), .. history.Events.Skip(end)] };
            }
        }
    }
}
