using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Limits;

[TestFixture]
public sealed class TrackersAwayTests
{
    [Test]
    public async Task Limited_tasks_wait_for_the_trackers_and_go_back_to_their_queue_when_their_worker_stops()
    {
        var settings = Settings.RabbitMqAndPostgres();
        var asWorker = settings.With(
            ("Roles", "Worker"), ("Worker:Concurrency", "4"), ("Worker:StopTimeout", "00:10:00"));
        var starts = Starts.New();
        var worker = await MessagingHost.Start(asWorker, LimitedTasks.Add);
        await worker.Tasks.SendMany(Enumerable.Range(0, 3).Select(_ => new ClusterRated(starts.Name, "a")));
        await worker.Tasks.SendMany(Enumerable.Range(0, 3).Select(_ => new ClusterFew(starts.Name, "b")));

        await worker.Tasks.Send(new Free(starts.Name, "free"));
        await starts.Reach(1);
        await worker.Log.WaitFor("No tracker grants permits");
        Assert.That(starts.Of("free"), Has.Length.EqualTo(1));

        // Long before the ten minutes that tasks which run would have.
        await worker.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

        await using var next = await MessagingHost.Start(asWorker, LimitedTasks.Add);
        await next.Log.WaitFor("No tracker grants permits");
        Assert.That(starts.Count, Is.EqualTo(1));
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        await starts.Reach(7);
        await next.Log.WaitFor("Trackers grant permits again");
        Assert.That(starts.Count, Is.EqualTo(7));
    }
}
