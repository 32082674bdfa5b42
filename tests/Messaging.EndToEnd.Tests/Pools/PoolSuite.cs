using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.PoolWorker;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>What holds in every pool.</summary>
public abstract class PoolSuite(PoolKind kind)
{
    private const int Concurrency = 4;
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;
    private string queue = null!;

    public static IEnumerable<PoolKind> Kinds => Enum.GetValues<PoolKind>();

    protected ITaskClient Tasks => host.Tasks;

    /// <summary>Tasks that were given up and run still.</summary>
    protected long Stuck => host.Services.GetRequiredService<StuckTasks>().Current;

    /// <summary>How many of one that was given up run still: a child process is killed.</summary>
    protected int LeftBehind => kind == PoolKind.Processes ? 0 : 1;

    private int Size => kind == PoolKind.Solo ? 1 : Concurrency;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        Spinning.Begin();
        var settings = NewSettings().With(
            ("Roles", "Worker, Tracker"), ("Worker:Pool", $"{kind}"), ("Worker:Concurrency", $"{Concurrency}"));
        queue = settings.GetValueOrDefault("Messaging:Prefix") + "default";
        host = await PoolHost.Start(settings);
    }

    [OneTimeTearDown]
    public async Task StopHost()
    {
        Spinning.Stop();
        await host.DisposeAsync();
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    /// <summary>The hard limit of a task that spins.</summary>
    protected abstract TimeSpan Limit { get; }

    [Test]
    public async Task A_task_that_spins_for_ever_is_given_up_at_its_time_limit_and_every_slot_is_there_again()
    {
        await RunInEverySlot();
        var children = kind == PoolKind.Processes ? ChildrenOf(host) : [];

        var spinning = await Tasks.Send(new Spin("x"), new TaskOptions { TimeLimit = Limit });
        var status = await spinning.Wait(Soon);

        Assert.That(status.Error?.Type, Is.EqualTo(typeof(TimeLimitExceededException).FullName));
        if (kind == PoolKind.Processes)
        {
            var others = await Eventually.Get(
                () => Task.FromResult(ChildrenOf(host)),
                ids => ids.Length == Size && children.Except(ids).Any());
            Assert.That(children.Except(others), Has.Exactly(1).Items, "the child that spun is gone, and replaced");
        }

        for (var round = 0; round < 3; round++)
            await RunInEverySlot();

        var stuck = host.Services.GetRequiredService<StuckTasks>();
        Assert.That(stuck.Current, Is.EqualTo(LeftBehind));
        Spinning.Stop();
        await Eventually.Get(() => Task.FromResult(stuck.Current), current => current == 0);
    }

    [Test]
    public async Task A_task_is_cancelled_at_its_soft_time_limit()
    {
        var task = await Tasks.Send(
            new WaitForCancel("x"), new TaskOptions { SoftTimeLimit = TimeSpan.FromSeconds(0.2) });

        var status = await task.Wait(Soon);

        Assert.That(status.Error!.Type, Is.EqualTo(typeof(SoftTimeLimitExceededException).FullName));
    }

    [Test]
    public async Task Progress_states_and_retries_are_told()
    {
        var task = await Tasks.Send(new TellAndRetry("x"));

        Assert.That(await task.GetResult(Soon), Is.EqualTo(2));
        // How it got there may be heard later than its end.
        var status = await Eventually.Get(
            () => task.GetStatus(),
            status => status is { Progress.Current: 2, CustomStateMeta: """{"attempt":2}""", Attempts.Count: >= 2 }
                && status.Attempts.All(attempt => attempt.Outcome is not null));
        Assert.Multiple(() =>
        {
            Assert.That(status.Progress!.Message, Is.EqualTo("attempt 2"));
            Assert.That(status.CustomStateMeta, Is.EqualTo("""{"attempt":2}"""));
            Assert.That(status.Attempts.Select(attempt => attempt.Outcome), Is.EqualTo(
                new TaskState?[] { TaskState.Retrying, TaskState.Succeeded }));
            Assert.That(status.Attempts[0].Error!.Message, Is.EqualTo("Not at the first attempt."));
        });
    }

    [TestCase("Reject", TaskState.Rejected, "no such order")]
    [TestCase("Ignore", TaskState.Ignored, null)]
    public async Task A_task_says_how_it_ends(string outcome, TaskState state, string? error)
    {
        var task = await Tasks.Send(new EndAs(outcome));
        // Of the state that the task has given itself may be heard later than of its end.
        var status = await Eventually.Get(() => task.Wait(Soon), status => status.CustomState is not null);

        Assert.That((status.State, status.Error?.Message), Is.EqualTo((state, error)));
        Assert.That(status.CustomState, Is.EqualTo("Ending"));
    }

    [Test]
    public async Task A_failed_task_tells_type_message_and_stack_trace()
    {
        var task = await Tasks.Send(
            new FailTimes(Guid.NewGuid().ToString("N"), 9), new TaskOptions { MaxRetries = 0 });

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.Multiple(() =>
        {
            Assert.That(exception.RemoteType, Is.EqualTo("System.IO.InvalidDataException"));
            Assert.That(exception.RemoteMessage, Is.EqualTo("Failed on purpose, run 1."));
            Assert.That(exception.RemoteStackTrace, Does.Contain(nameof(FailTimesConsumer)));
        });
    }

    [Test]
    public async Task An_ordinary_consumer_of_MassTransit_runs_too()
    {
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(
            host.Services.GetRequiredService<IBrokerConnection>().QueueAddress(queue));
        var id = Guid.CreateVersion7();

        await endpoint.Send(new PlainCommand("hello"), context => context.MessageId = id, CancellationToken.None);

        Assert.That((await Tasks.Get(id).Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    /// <summary>As many tasks run at the same time as there are slots, and one more does not.</summary>
    private async Task RunInEverySlot()
    {
        var folder = Directory.CreateTempSubdirectory("messaging-meet-");
        try
        {
            var tasks = await Tasks.SendMany(Enumerable.Repeat(new Meet(folder.FullName), Size + 1));
            // In a child for each, which starts as long as the machine is busy with others.
            await Eventually.Get(() => Task.FromResult(Arrived()), count => count >= Size, TimeSpan.FromMinutes(2));
            foreach (var task in tasks)
                await Eventually.Get(() => task.GetStatus(), status => status.State >= TaskState.Received);
            Assert.That(Arrived(), Is.EqualTo(Size));

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, Meet.Open), "");
            foreach (var task in tasks)
            {
                var isOfThreadPool = await task.GetResult(Soon);
                if (kind == PoolKind.Threads)
                    Assert.That(isOfThreadPool, Is.False, "no thread of the thread pool is blocked");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        int Arrived() => folder.GetFiles("*" + Meet.Here).Length;
    }

    private static int[] ChildrenOf(MessagingHost host) =>
        [.. host.Services.GetRequiredService<ProcessPool>().Children.Keys.Select(child => child.Id)];
}

[TestFixtureSource(typeof(PoolSuite), nameof(Kinds))]
public sealed class PoolsInMemory(PoolKind kind) : PoolSuite(kind)
{
    protected override TimeSpan Limit => TimeSpan.FromSeconds(0.5);

    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();

    [TestCase(null)]
    [TestCase(0.1)]
    public async Task A_task_that_blocks_the_thread_it_is_cancelled_on_is_given_up_all_the_same(double? softLimit)
    {
        var before = Stuck;
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.open");
        try
        {
            var blocking = await Tasks.Send(
                new BlockOnCancel(file),
                new TaskOptions
                {
                    SoftTimeLimit = softLimit is { } soft ? TimeSpan.FromSeconds(soft) : null, TimeLimit = Limit,
                });

            var status = await blocking.Wait(Soon);

            Assert.That(status.Error?.Type, Is.EqualTo(typeof(TimeLimitExceededException).FullName));
            Assert.That(Stuck - before, Is.EqualTo(LeftBehind));
        }
        finally
        {
            await File.WriteAllTextAsync(file, "");
        }

        await Eventually.Get(() => Task.FromResult(Stuck), stuck => stuck <= before);
        File.Delete(file);
    }
}

[TestFixtureSource(typeof(PoolSuite), nameof(Kinds))]
public sealed class PoolsOverRabbitMq(PoolKind kind) : PoolSuite(kind)
{
    protected override TimeSpan Limit => TimeSpan.FromSeconds(2);

    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
