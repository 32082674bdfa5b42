using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Execution;

/// <summary>A run goes on while its news leave, at every moment that there is.</summary>
public sealed class RunReportRaceTests
{
    private const int Rounds = 10_000;

    [Test]
    public async Task The_start_is_told_last_whenever_news_leave()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var told = await Race();

            Assert.That(told[^1], Is.TypeOf<TaskStarted>(), $"round {round}");
            Assert.That(told.Count(taskEvent => taskEvent is TaskReceived), Is.LessThanOrEqualTo(1), $"round {round}");
        }
    }

    [Test]
    public async Task Of_a_run_that_has_ended_nothing_more_is_told()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var events = new HeldEvents();
            using var execution = NewExecution();
            var leaving = Task.Run(events.Leave);
            await Tell(execution, events);
            execution.Report.Ended();
            await leaving;

            Assert.That(events.Leave(), Is.Empty, $"round {round}");
        }
    }

    [Test]
    public async Task However_many_tell_the_same_it_waits_once()
    {
        for (var round = 0; round < Rounds / 10; round++)
        {
            var events = new HeldEvents();
            using var execution = NewExecution();

            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Tell(execution, events))));

            Assert.That(events.Leave(), Has.Count.EqualTo(1), $"round {round}");
            Assert.That(events.Leave(), Is.Empty, $"round {round}");
        }
    }

    /// <summary>All that is told of a run whose news leave again and again meanwhile.</summary>
    private static async Task<List<TaskEvent>> Race()
    {
        var events = new HeldEvents();
        var told = new List<TaskEvent>();
        using var execution = NewExecution();
        var telling = Task.Run(() => Tell(execution, events));
        while (!telling.IsCompleted)
            told.AddRange(events.Leave());
        await telling;

        told.AddRange(events.Leave());
        return told;
    }

    private static async Task Tell(TaskExecution execution, HeldEvents events)
    {
        await execution.Report.Received(events, CancellationToken.None);
        await execution.Report.Started(execution.Start(), events, CancellationToken.None);
    }

    private static TaskExecution NewExecution() =>
        new(new Delivery(), "math.add", "default", "w1", new TaskPolicy(), TimeProvider.System);

    /// <summary>A message without anything said of it.</summary>
    private sealed class Delivery() : BodyConsumeContext(DispatchProxy.Create<ReceiveContext, Defaults>(), null!)
    {
        public override Guid? MessageId { get; } = Guid.CreateVersion7();

        public override Headers Headers => EmptyHeaders.Instance;

        public override CancellationToken CancellationToken => CancellationToken.None;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    private class Defaults : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod is { ReturnType: { IsValueType: true } type } && type != typeof(void)
                ? Activator.CreateInstance(type)
                : null;
    }
}
