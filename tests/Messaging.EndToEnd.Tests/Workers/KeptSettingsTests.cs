using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class KeptSettingsTests
{
    private const string Worker = "the-worker";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly ControlOptions Patiently = Patient.Of(Worker);
    private static readonly ControlOptions Kept = Patient.All with { Lifetime = SettingLifetime.Kept };

    private Dictionary<string, string?> settings = null!;
    private MessagingHost tracker = null!;

    private IWorkerControl Control => tracker.Services.GetRequiredService<IWorkerControl>();

    [SetUp]
    public async Task StartTracker()
    {
        settings = Settings.RabbitMqAndPostgres();
        tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")), services: PatientTrackers.Add);
    }

    [TearDown]
    public async Task StopTracker() => await tracker.DisposeAsync();

    [Test]
    public async Task What_workers_were_told_for_good_is_known_to_those_that_start_later()
    {
        var paused = await Control.PauseQueue("default", TimeSpan.FromSeconds(0.3));
        Assert.That(paused.Problem, Does.Contain("No worker has answered within 00:00:00.3"));
        await Control.AddQueue("extra", Kept with { Timeout = TimeSpan.FromSeconds(0.1), Workers = [Worker] });
        var waiting = await tracker.Tasks.Send(new Add(1, 2));

        await using (await StartWorker())
        {
            var extra = await tracker.Tasks.Send(new Add(3, 4), new TaskOptions { Queue = "extra" });
            Assert.That(await extra.GetResult(Soon), Is.EqualTo(7), "a queue that it was told to read for good");
            Assert.That((await waiting.GetStatus()).State, Is.Not.EqualTo(TaskState.Succeeded));
            await Eventually.Get(() => Control.Ping(), ping => ping is { IsComplete: true, Known: 1 });
            var limited = await Control.TimeLimit("test.spin", null, TimeSpan.FromSeconds(0.2), Kept);
            Assert.That(limited.IsComplete, Is.True, limited.Problem);
        }

        await using var again = await StartWorker();
        var spinning = await tracker.Tasks.Send(
            new SpinAtGate(Gate.New().Name), new TaskOptions { Queue = "extra" });
        Assert.ThrowsAsync<TaskFailedException>(() => spinning.GetResult(Soon));
        Assert.That((await spinning.GetStatus()).Error!.Type, Does.EndWith("TimeLimitExceededException"));
        Assert.That((await waiting.GetStatus()).State, Is.Not.EqualTo(TaskState.Succeeded));

        await Control.ResumeQueue("default");
        Assert.That(await waiting.GetResult(Soon), Is.EqualTo(3));
    }

    [Test]
    public async Task What_was_forgotten_while_a_worker_was_away_is_as_configured_when_it_starts()
    {
        var quickly = Kept with { Timeout = TimeSpan.FromSeconds(0.1), Workers = [Worker] };
        await Control.AddQueue("extra", quickly);
        await Control.AddQueue("other", quickly);
        await Control.GrowPool(4, quickly);

        await Control.Forget(WorkerCommandKind.AddQueue, "extra", quickly);
        await Control.Forget(WorkerCommandKind.ShrinkPool, name: null, quickly);

        await using var worker = await StartWorker();
        await tracker.ControlOf(Worker);
        // It hears commands before it knows what is kept; what it then learns it applies at once.
        var result = await Eventually.Get(() => Control.Queues(Patiently), result => NamesOf(result).Any(IsOther));
        Assert.That(NamesOf(result), Has.None.EndsWith("extra"));
        Assert.That((await Control.Stats(Patiently)).Answers[Worker].Concurrency, Is.EqualTo(1));

        static IEnumerable<string> NamesOf(ControlResult<IReadOnlyList<WorkerQueue>> result) =>
            result.Answers.Values.SelectMany(queues => queues).Select(queue => queue.Name);

        static bool IsOther(string queue) => queue.EndsWith("other", StringComparison.Ordinal);
    }

    [Test]
    public async Task Growth_that_is_told_twice_is_kept_and_made_once()
    {
        var bus = tracker.Services.GetRequiredService<IBus>();
        var trackers = tracker.Services.GetRequiredService<IBrokerConnection>()
            .QuestionAddress(settings["Messaging:Prefix"] + SystemQueues.Queries);
        var client = bus.CreateRequestClient<PutWorkerSetting>(trackers);
        var growth = new WorkerCommand { Kind = WorkerCommandKind.GrowPool, Count = 2, Workers = [Worker] };
        var put = new PutWorkerSetting { Id = Guid.NewGuid(), Command = growth };
        await using (await StartWorker())
        {
            await tracker.ControlOf(Worker);
            var kept = (await client.GetResponse<WorkerSettingKept>(put)).Message;
            var again = (await client.GetResponse<WorkerSettingKept>(put)).Message;
            Assert.That(again.Revision, Is.EqualTo(kept.Revision));

            // In the place of a publication whose confirmation was lost.
            for (var times = 0; times < 2; times++)
                await bus.Publish(growth with { Revision = kept.Revision });

            Assert.That(await GrownConcurrency(), Is.EqualTo(3));
        }

        await using var next = await StartWorker();
        await tracker.ControlOf(Worker);
        Assert.That(await GrownConcurrency(), Is.EqualTo(3));

        async Task<int> GrownConcurrency()
        {
            await Eventually.Get(
                () => Control.Stats(Patiently),
                stats => stats.Answers.TryGetValue(Worker, out var pulse) && pulse.Concurrency >= 3);
            return (await Control.Stats(Patiently)).Answers[Worker].Concurrency;
        }
    }

    [Test]
    public async Task A_queue_that_is_paused_gives_back_what_has_not_been_started()
    {
        await using var worker = await StartWorker();
        var gate = Gate.New();
        var running = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        var waiting = await tracker.Tasks.Send(new Add(1, 2));
        await Eventually.Get(() => Control.Reserved(Patiently), reserved => reserved.Answers[Worker].Count == 1);

        await Control.PauseQueue("default");
        await Eventually.Get(() => Control.Reserved(Patiently), reserved => reserved.Answers[Worker].Count == 0);
        gate.Open();
        Assert.That(await running.GetResult(Soon), Is.EqualTo("passed"), "what runs goes on");
        Assert.That((await waiting.GetStatus()).State, Is.Not.EqualTo(TaskState.Succeeded));

        await Control.ResumeQueue("default");
        Assert.That(await waiting.GetResult(Soon), Is.EqualTo(3));
    }

    [Test]
    public async Task A_worker_is_shut_down_from_afar()
    {
        await using var worker = await StartWorker();
        var stopped = worker.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();

        await tracker.ControlOf(Worker);
        var result = await Control.Shutdown([Worker], Soon);

        Assert.That(result.Answers.Keys, Is.EqualTo(new[] { Worker }));
        await Eventually.Get(
            () => Task.FromResult(stopped.ApplicationStopping.IsCancellationRequested), isStopping => isStopping);
    }

    /// <summary>Starts a worker that does not go on after five seconds without the trackers' answer.</summary>
    private Task<MessagingHost> StartWorker() => MessagingHost.Start(
        settings.With(("Roles", "Worker"), ("Worker:Name", Worker), ("Worker:Concurrency", "1")),
        TestTasks.Add,
        services => services.AddSingleton(new RevocationList(new ScaledTime(0.1))));
}
