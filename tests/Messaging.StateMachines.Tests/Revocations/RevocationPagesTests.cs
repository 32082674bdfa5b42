using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RevocationPagesTests
{
    /// <summary>What Amazon SQS takes, less some for the envelope.</summary>
    private const int Longest = 200_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TrackerStores stores = new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "");

    [Test]
    public async Task Little_is_one_page()
    {
        var task = await Revoke(count: 1, reason: null);
        await AddRules(1, _ => Start, value: "17");

        var page = await Pages().Read(RevocationCursor.Beginning, default);

        Assert.That(page.Tasks.Select(told => told.TaskId), Is.EqualTo(task));
        Assert.That((page.Rules.Count, page.NextCursor), Is.EqualTo((1, (string?)null)));
    }

    [TestCase(null)]
    [TestCase("so long a reason that not even a thousand fit: ")]
    public async Task Many_tasks_of_one_time_are_told_once_each_on_pages_that_every_broker_carries(string? reason)
    {
        var tasks = await Revoke(2_500, reason is null ? null : string.Concat(Enumerable.Repeat(reason, 10)));

        var pages = await ReadAll();

        Assert.That(pages.SelectMany(page => page.Tasks).Select(told => told.TaskId), Is.EquivalentTo(tasks));
    }

    [Test]
    public async Task Many_rules_are_told_once_each_before_the_tasks_also_those_of_one_time()
    {
        var task = await Revoke(count: 1, reason: null);
        await AddRules(900, number => Start.AddSeconds(number / 300), new string('v', 700));

        var pages = await ReadAll();

        var rules = pages.SelectMany(page => page.Rules).ToArray();
        Assert.That(rules, Has.Length.EqualTo(900).And.Unique);
        Assert.That(rules.Select(rule => rule.Time), Is.Ordered.Descending);
        Assert.That(pages[^1].Tasks.Select(told => told.TaskId), Is.EqualTo(task));
        Assert.That(pages.SkipLast(1).SelectMany(page => page.Tasks), Is.Empty);
    }

    private RevocationPages Pages() => new(stores.Tasks, stores.Revocations, TimeProvider.System);

    private async Task<List<RevokedTasks>> ReadAll()
    {
        var pages = new List<RevokedTasks>();
        string? next = null;
        do
        {
            Assert.That(RevocationCursor.TryRead(next, out var cursor), Is.True);
            var page = await Pages().Read(cursor, default);
            Assert.That(JsonSerializer.SerializeToUtf8Bytes(page, TaskJson.Options), Has.Length.LessThan(Longest));
            Assert.That(page.Tasks.Count + page.Rules.Count, Is.Positive);
            pages.Add(page);
            next = page.NextCursor;
        }
        while (next is not null);

        return pages;
    }

    private async Task<Guid[]> Revoke(int count, string? reason)
    {
        var sagas = Enumerable.Range(0, count).Select(_ => new TaskSaga { CorrelationId = Guid.CreateVersion7() }).ToArray();
        foreach (var saga in sagas)
            (saga.RevokeRequestedAt, saga.RevokeMode, saga.RevokeReason) = (Start, RevokeMode.Terminate, reason);

        await stores.Tasks.Save(sagas, default);
        return Array.ConvertAll(sagas, saga => saga.CorrelationId);
    }

    private async Task AddRules(int count, Func<int, DateTimeOffset> time, string value)
    {
        for (var number = 0; number < count; number++)
        {
            await stores.Revocations.Save(
                new RevocationRule { Header = "Tenant", Value = $"{value}{number}", Time = time(number) }, default);
        }
    }
}
