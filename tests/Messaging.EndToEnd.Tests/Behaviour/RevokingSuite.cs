using MassTransit;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Tasks that are called off: many at once, by name and by header. A worker with a single slot.</summary>
public abstract class RevokingSuite
{
    private const string Tenant = "Tenant";
    private const string Worker = "the-worker";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly List<Gate> gates = [];
    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        host = await MessagingHost.Start(
            NewSettings().With(
                ("Roles", "Worker, Tracker"), ("Worker:Name", Worker), ("Worker:Concurrency", "1")),
            TestTasks.Add);
        await host.ControlOf(Worker);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    /// <summary>A test that fails must not keep the slot from the others.</summary>
    [TearDown]
    public void OpenGates() => gates.ForEach(gate => gate.Open());

    [Test]
    public async Task Many_tasks_are_revoked_at_once()
    {
        var (busy, gate) = (await OccupyTheSlot(), NewGate());
        gate.Open();
        var waiting = await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(gate.Name), 5));
        var later = await host.Tasks.Send(
            new WaitAtGate(gate.Name), new TaskOptions { Countdown = TimeSpan.FromDays(30) });
        var kept = await host.Tasks.Send(new WaitAtGate(gate.Name));

        await host.Tasks.Revoke([.. waiting.Select(task => task.TaskId), later.TaskId], reason: "all of them");
        Assert.That((await later.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked), "while the worker is busy");
        await WorkerKnows(known => waiting.All(task => known.TaskIds.Contains(task.TaskId)));
        busy.Open();

        foreach (var task in waiting)
        {
            var status = await task.Wait(Soon);
            Assert.That((status.State, status.Error?.Message), Is.EqualTo((TaskState.Revoked, "all of them")));
        }

        Assert.That(await kept.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That(gate.Arrived, Is.EqualTo(1));
    }

    [Test]
    public async Task Tasks_of_a_name_that_were_sent_before_are_revoked_and_later_ones_are_not()
    {
        var busy = await OccupyTheSlot();
        var waiting = await host.Tasks.SendMany(Enumerable.Range(0, 3).Select(x => new Add(x, x)));
        var later = await host.Tasks.Send(new Add(1, 1), new TaskOptions { Countdown = TimeSpan.FromDays(30) });

        await host.Tasks.RevokeByName("math.add", reason: "wrong numbers");
        var after = await host.Tasks.Send(new Add(20, 22));

        Assert.That((await later.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked), "while the worker is busy");
        await WorkerKnows(known => known.Rules.Any(rule => rule.Reason == "wrong numbers"));
        busy.Open();
        foreach (var task in waiting)
            Assert.That((await task.Wait(Soon)).Error?.Message, Is.EqualTo("wrong numbers"));
        Assert.That(await after.GetResult(Soon), Is.EqualTo(42));
    }

    [Test]
    public async Task Tasks_with_a_header_that_were_sent_before_are_revoked_and_others_are_not()
    {
        var busy = await OccupyTheSlot();
        var gate = NewGate();
        gate.Open();
        var seventeen = await host.Tasks.Send(new WaitAtGate(gate.Name), With("17"));
        var later = await host.Tasks.Send(
            new WaitAtGate(gate.Name), With("17") with { Countdown = TimeSpan.FromDays(30) });
        var others = await host.Tasks.Send(new WaitAtGate(gate.Name), With("18"));
        var othersLater = await host.Tasks.Send(
            new WaitAtGate(gate.Name), With("18") with { Countdown = TimeSpan.FromDays(30) });

        await host.Tasks.RevokeByHeader("tenant", "17");
        var after = await host.Tasks.Send(new WaitAtGate(gate.Name), With("17"));
        Assert.That((await later.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked), "while the worker is busy");
        await WorkerKnows(known => known.Rules.Any(rule => rule.Value == "17"));
        busy.Open();

        Assert.That((await seventeen.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(await others.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That(await after.GetResult(Soon), Is.EqualTo("passed"));
        await Eventually.Get(() => othersLater.GetStatus(), status => status.State == TaskState.Scheduled);
    }

    [Test]
    public async Task A_rule_breaks_running_tasks_off_only_if_that_is_asked_for()
    {
        var gate = NewGate();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name), With("19"));
        await gate.NextArrival();

        await host.Tasks.RevokeByHeader(Tenant, "19");
        await WorkerKnows(known => known.Rules.Any(rule => rule.Value == "19"));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);

        await host.Tasks.RevokeByHeader(Tenant, "19", RevokeMode.Terminate, "stop it");
        var ended = await task.Wait(Soon);
        Assert.That((ended.State, ended.Error?.Message), Is.EqualTo((TaskState.Revoked, "stop it")));
    }

    [Test]
    public async Task A_task_that_waits_for_a_retry_is_revoked_by_its_name()
    {
        var task = await host.Tasks.Send(
            new AskAgain("revoked", Times: 2, TimeSpan.FromDays(1), IsSnooze: false));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Retrying);

        await host.Tasks.RevokeByName("test.again");

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task What_is_scheduled_after_its_revocation_came_is_revoked_too()
    {
        var taskId = Guid.CreateVersion7();
        await host.Tasks.RevokeByHeader(Tenant, "20");
        await TrackersKnow("20");

        var late = await host.Tasks.Send(
            new Add(1, 1), With("20") with { TaskId = taskId, Countdown = TimeSpan.FromDays(30) });

        Assert.That((await late.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    /// <summary>Also for workers that asked what is revoked while it was on its way.</summary>
    [Test]
    public async Task Workers_hear_of_revocations_although_who_made_them_died_before_it_could_tell_them()
    {
        var (one, many) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = TimeProvider.System.GetUtcNow();

        await ToTrackers(new RevokeTask { TaskId = one, Time = now });
        await ToTrackers(new RevokeTasks { TaskIds = [many], Time = now });
        await ToTrackers(new RevocationRule { Header = Tenant, Value = "21", Time = now });

        await WorkerKnows(known => known.TaskIds.Contains(one));
        await WorkerKnows(known => known.TaskIds.Contains(many));
        await WorkerKnows(known => known.Rules.Any(rule => rule.Value == "21"));
    }

    [Test]
    public async Task Revocations_are_listed()
    {
        await host.Tasks.RevokeByName("nobody.runs.it", reason: "listed", keepFor: TimeSpan.FromDays(3));

        var listed = await Eventually.Get(
            () => host.Tasks.ListRevocations(), found => found.Rules.Any(rule => rule.TaskName == "nobody.runs.it"));
        var rule = listed.Rules.Single(rule => rule.TaskName == "nobody.runs.it");
        Assert.That((rule.Header, rule.Value, rule.Reason), Is.EqualTo(((string?)null, (string?)null, "listed")));
        Assert.That(rule.Expires - rule.Time, Is.EqualTo(TimeSpan.FromDays(3)));
    }

    [Test]
    public void What_cannot_be_meant_is_refused()
    {
        Assert.ThrowsAsync<ArgumentException>(() => host.Tasks.RevokeByName(""));
        Assert.ThrowsAsync<ArgumentException>(() => host.Tasks.RevokeByHeader("", "17"));
        Assert.ThrowsAsync<ArgumentException>(() => host.Tasks.RevokeByHeader(Tenant, new string('x', 1_001)));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => host.Tasks.RevokeByName("math.add", keepFor: TimeSpan.Zero));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private static TaskOptions With(string tenant) => new()
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [Tenant] = tenant },
    };

    private Task<ControlResult<WorkerRevocations>> WorkerKnows(Func<WorkerRevocations, bool> condition) =>
        Eventually.Get(
            () => host.Services.GetRequiredService<IWorkerControl>().Revoked(Patient.Of(Worker)),
            result => condition(result.Answers[Worker]));

    private async Task ToTrackers(object revocation)
    {
        var address = host.Services.GetRequiredService<IBrokerConnection>()
            .QueueAddress(host.Services.GetRequiredService<QueueNames>().Tracking);
        var tracking = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(address);
        await tracking.Send(revocation, revocation.GetType());
    }

    private Task<RevokedTasks> TrackersKnow(string value) => Eventually.Get(
        () => host.Tasks.ListRevocations(), found => found.Rules.Any(rule => rule.Value == value));

    private Gate NewGate()
    {
        var gate = Gate.New();
        gates.Add(gate);
        return gate;
    }

    private async Task<Gate> OccupyTheSlot()
    {
        var gate = NewGate();
        await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        return gate;
    }
}
