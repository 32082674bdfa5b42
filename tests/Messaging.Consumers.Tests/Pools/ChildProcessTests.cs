using System.Diagnostics;
using System.Net.Sockets;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class ChildProcessTests
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"messaging-{Guid.NewGuid():N}"[..20]);
    private Process process = null!;
    private Socket itsSide = null!;
    private ChildProcess child = null!;

    [SetUp]
    public async Task Start()
    {
        process = Process.Start(
            new ProcessStartInfo("/bin/sleep", "60") { UseShellExecute = false, RedirectStandardError = true })!;
        process.EnableRaisingEvents = true;
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        itsSide = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await itsSide.ConnectAsync(new UnixDomainSocketEndPoint(path));
        child = new ChildProcess(process, new ChildEnding(process), new FrameStream(await listener.AcceptAsync()));
    }

    [TearDown]
    public async Task End()
    {
        child.Kill();
        itsSide.Dispose();
        await child.Ended;
        process.Dispose();
        File.Delete(path);
    }

    [Test]
    public async Task A_child_that_is_gone_before_it_is_given_a_task_has_not_run_it()
    {
        itsSide.Dispose();

        Assert.That(await child.Execute(Frame(), _ => ValueTask.CompletedTask), Is.Null);
        Assert.That(child.IsBusy, Is.False);
    }

    [Test]
    public async Task A_task_fails_whose_child_dies_while_it_runs_it()
    {
        var running = child.Execute(Frame(), _ => ValueTask.CompletedTask);
        child.Kill();
        // Its socket dies with a real child; this one is held by the test.
        itsSide.Dispose();

        Assert.ThrowsAsync<WorkerLostException>(() => running.WaitAsync(Eventually.Deadline));
        Assert.That(await child.Execute(Frame(), _ => ValueTask.CompletedTask), Is.Null);
    }

    [Test]
    public async Task A_child_is_killed_over_a_task_only_while_it_runs_that_one()
    {
        var (other, frame) = (Frame(), Frame());
        var running = child.Execute(frame, _ => ValueTask.CompletedTask);

        Assert.That((child.TryKill(other), child.IsRetired), Is.EqualTo((false, false)));
        using var childs = new FrameStream(itsSide);
        await childs.Write(FrameKind.Ended, new EndedFrame { Result = "1", Memory = 1 });
        Assert.That((await running)?.Result, Is.EqualTo("1"));
        Assert.That((child.TryKill(frame), child.IsRetired), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task What_is_told_of_a_run_that_has_ended_reaches_neither_it_nor_the_next()
    {
        using var childs = new FrameStream(itsSide);
        var (first, second) = (new List<string>(), new List<string>());
        var running = child.Execute(Frame(), told => Note(first, told));
        await childs.Write(FrameKind.State, State(run: 1, "in time"));
        await childs.Write(FrameKind.Ended, new EndedFrame { Memory = 1 });
        await running;
        await childs.Write(FrameKind.State, State(run: 1, "between the two"));

        var next = child.Execute(Frame(), told => Note(second, told));
        await childs.Write(FrameKind.State, State(run: 1, "late"));
        await childs.Write(FrameKind.State, State(run: 2, "its own"));
        await childs.Write(FrameKind.Ended, new EndedFrame { Memory = 1 });
        await next;

        Assert.That(first, Is.EqualTo(new[] { "in time" }));
        Assert.That(second, Is.EqualTo(new[] { "its own" }));
    }

    private static StateFrame State(int run, string name) => new(run, DateTimeOffset.UnixEpoch, name, Meta: null);

    private static ValueTask Note(List<string> told, Frame frame)
    {
        told.Add(frame.As<StateFrame>().Name);
        return ValueTask.CompletedTask;
    }

    private static RunFrame Frame() => new()
    {
        Number = 0, Task = "x", Queue = "default", Worker = "w1", Attempt = 1, Snoozes = 0,
        InputAddress = new Uri("loopback://localhost/default"), Redelivered = false, Body = [],
    };
}
