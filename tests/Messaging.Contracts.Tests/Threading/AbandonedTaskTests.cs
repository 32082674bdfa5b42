using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Messaging.Contracts.Tests.Threading;

[TestFixture]
public sealed class AbandonedTaskTests
{
    private const int MostLooks = 100;

    [Test]
    public void An_ignored_fault_is_not_reported_as_unobserved()
    {
        var reported = new ConcurrentBag<string>();
        void Report(object? sender, UnobservedTaskExceptionEventArgs unobserved) =>
            reported.Add(unobserved.Exception.InnerException!.Message);

        TaskScheduler.UnobservedTaskException += Report;
        try
        {
            Fail("ignored before", static (task, fail) =>
            {
                task.IgnoreFault();
                fail();
            });
            Fail("ignored after", static (task, fail) =>
            {
                fail();
                task.IgnoreFault();
            });
            Fail("not ignored", static (_, fail) => fail());
            // One collection may leave what a stack or a register still holds.
            for (var look = 0; look < MostLooks && !reported.Contains("not ignored", StringComparer.Ordinal); look++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Report;
        }

        Assert.That(reported, Does.Contain("not ignored"));
        Assert.That(reported, Has.None.StartsWith("ignored"));
    }

    /// <summary>By itself, so that nothing on the stack holds the task when it returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string message, Action<Task, Action> when)
    {
        var source = new TaskCompletionSource();
        when(source.Task, () => source.SetException(new InvalidOperationException(message)));
    }
}
