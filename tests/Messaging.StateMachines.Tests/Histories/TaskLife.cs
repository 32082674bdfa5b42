using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>
/// Makes up what may truly happen to one task, and what is told of it: it is sent by somebody who reports it or not,
/// perhaps twice; workers run it, get lost, run it twice; it is replayed, perhaps twice for one attempt; it is called off. Times are often equal, or differ by less
/// than the microsecond that a store keeps.
/// </summary>
internal sealed class TaskLife
{
    private static readonly DateTimeOffset Birth = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly long[] Pauses = [0, 0, 1, 7, 10, 25, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond];

    private readonly Random random;
    private readonly Guid taskId;
    private readonly List<(DateTimeOffset Time, object Event)> told = [];
    private readonly List<Guid?> roots = [];
    private DateTimeOffset now = Birth;
    private bool isSubmitted;
    private int lastAttempt;

    private TaskLife(Random random)
    {
        this.random = random;
        taskId = NewId();
    }

    /// <summary>All that is told of a task, in the order in which it happened.</summary>
    public static object[] Events(Random random)
    {
        var life = new TaskLife(random);
        life.IsSent();
        life.Runs();
        life.IsReplayed();
        life.IsCalledOff();

        return [.. life.told.OrderBy(told => told.Time).Select(told => told.Event)];
    }

    private void IsSent()
    {
        isSubmitted = Chance(0.75);
        for (var times = isSubmitted ? random.Next(1, 3) : 0; times > 0; times--)
        {
            // Sent again under the same id, it is another message, at another time.
            now += TimeSpan.FromMicroseconds(1);
            var submitted = new TaskSubmitted
            {
                TaskId = taskId,
                Time = now,
                Name = "math.add",
                Queue = Either("default", "high"),
                Arguments = Either("""{"x":1}""", """{"x":2}"""),
                Eta = Chance(0.3) ? Later() : null,
                Expires = Chance(0.3) ? Later() : null,
                RootId = Chance(0.5) ? NewId() : null,
                ParentId = Chance(0.5) ? NewId() : null,
            };
            Tell(submitted.Time, submitted);
            roots.Add(submitted.RootId);
        }

        if (roots.Count == 0)
            roots.Add(Chance(0.5) ? NewId() : null);
        for (var times = Chance(0.2) ? random.Next(1, 3) : 0; times > 0; times--)
        {
            Tell(now, new TaskScheduled
            {
                TaskId = taskId, Time = now, Name = "math.add", Queue = Either("default", "low"), Eta = Later(),
            });
        }
    }

    private void Runs()
    {
        RunFrom(1, Chance(0.02) ? random.Next(45, 60) : random.Next(0, 5));
        if (Chance(0.05))
            Run(Received(1), TaskState.Rejected);
    }

    /// <summary>What is replayed is most often a failed task; whatever it is, the same must hold.</summary>
    private void IsReplayed()
    {
        for (var times = Chance(0.3) ? random.Next(1, 4) : 0; times > 0; times--)
        {
            var first = lastAttempt + random.Next(0, 3);
            for (var sent = Chance(0.2) ? 2 : 1; sent > 0; sent--)
            {
                now = Later();
                Tell(now, new TaskReplayed
                {
                    TaskId = taskId, Time = now, Attempt = Math.Max(2, first), Queue = Either("default", "high"),
                    Name = Chance(0.8) ? "math.add" : null,
                });
            }

            RunFrom(Math.Max(2, first), Math.Max(2, first) + random.Next(-1, 2));
        }
    }

    private void RunFrom(int first, int attempts)
    {
        lastAttempt = Math.Max(lastAttempt, attempts);
        TaskRun? last = null;
        for (var number = first; number <= attempts; number++)
        {
            for (var lost = Losses(); lost > 0; lost--)
                Run(Received(number), TaskState.Started);
            if (Chance(0.15))
                Run(Received(number), RandomOutcome());

            last = last is not null && Chance(0.5) ? RetriedInPlace(last, number) : Received(number);
            Run(last, number < attempts ? TaskState.Retrying : RandomOutcome());
        }
    }

    private int Losses()
    {
        if (Chance(0.01))
            return random.Next(45, 60);

        return Chance(0.2) ? random.Next(1, 3) : 0;
    }

    private void IsCalledOff()
    {
        for (var times = Chance(0.3) ? random.Next(1, 4) : 0; times > 0; times--)
        {
            var time = Either(now, Birth) + TimeSpan.FromTicks(random.Next(20));
            Tell(time, new RevokeTask
            {
                TaskId = taskId,
                Time = time,
                Mode = Either(RevokeMode.BeforeStart, RevokeMode.Terminate),
                Reason = Either("no longer needed", "wrong", null),
            });
        }
    }

    /// <summary>A new delivery. No worker receives the same task twice in one microsecond.</summary>
    private TaskRun Received(int number)
    {
        now = Later() + TimeSpan.FromMicroseconds(1);
        var run = new TaskRun(random, taskId, number, Either("w1", "w2", "w3"), now, Either([.. roots]));
        Tell(now, run.Received(isSubmitted ? null : Either("""{"x":1}""", """{"x":1,"y":0}""")));
        return run;
    }

    /// <summary>The worker that told of the failure makes the next attempt, without a new delivery.</summary>
    private static TaskRun RetriedInPlace(TaskRun run, int number) => run with { Number = number, StartedAt = null };

    private void Run(TaskRun run, TaskState outcome)
    {
        // Runs overlap: the next delivery may come before this one ends.
        var time = now;
        if (outcome is not TaskState.Expired && Chance(0.8))
        {
            run.StartedAt = time = Later(time);
            Tell(time, run.Started());
        }

        while (run.StartedAt is not null && Chance(0.4))
            Tell(time = Later(time), Chance(0.5) ? run.Progressed(time) : run.StateSet(time));

        if (outcome is not TaskState.Started)
            Tell(time = Later(time), run.Ended(time, outcome, isSubmitted));
        else if (run.StartedAt is not null && Chance(0.3))
            Tell(time = Later(time), run.PutBack(time));

        // Code that outlived its time limit goes on and may still tell something.
        if (run.StartedAt is not null && Chance(0.05))
            Tell(time = Later(time), run.Progressed(time));

        if (outcome is TaskState.Retrying || Chance(0.7))
            now = time;
    }

    private TaskState RandomOutcome() => Either(
        TaskState.Started,
        TaskState.Succeeded,
        TaskState.Succeeded,
        TaskState.Failed,
        TaskState.Revoked,
        TaskState.Rejected,
        TaskState.Ignored,
        TaskState.Expired);

    private void Tell(DateTimeOffset time, object happened) => told.Add((time, happened));

    private DateTimeOffset Later() => Later(now);

    private DateTimeOffset Later(DateTimeOffset time) => time.AddTicks(Either(Pauses));

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private T Either<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
