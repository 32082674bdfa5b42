using Messaging.Hosting;

namespace Messaging.TestHarness;

/// <summary>The settings of a harness.</summary>
internal static class HarnessDefaults
{
    public static void Apply(MessagingOptions options)
    {
        options.Broker = "memory:";
        options.Roles = null;
        options.Tracking.Store = "memory:";
        // A clock that is moved on by days makes nobody forget what a test asks for afterwards.
        options.Tracking.ResultExpiry = TimeSpan.FromDays(3650);
        options.Tracking.FailureExpiry = TimeSpan.FromDays(3650);
        // Every delay is the scheduler's, so that it is known what the clock has to be moved on to.
        options.Worker.InProcessRetryLimit = TimeSpan.Zero;
        // A task that hangs does not hold up the test's end.
        options.Worker.StopTimeout = TimeSpan.FromSeconds(1);
    }
}
