namespace Messaging.Benchmarks;

/// <summary>
/// Waits until the servers have done what a round left them to do (segments, checkpoints, dropped files), so that the
/// next one does not pay for it.
/// </summary>
internal static class Quiet
{
    private const double MostOfACore = 0.05;
    private const int QuietSpans = 3;

    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static async Task Wait(ServerAddresses servers, CancellationToken cancellationToken)
    {
        if (servers.IsBrokerInProcess && servers.IsStoreInProcess)
            return;

        var quiet = 0;
        for (var waited = TimeSpan.Zero; quiet < QuietSpans && waited < Longest; waited += Span)
        {
            var before = Used(servers);
            await Task.Delay(Span, cancellationToken);
            quiet = Used(servers) - before <= MostOfACore * Span.TotalMicroseconds ? quiet + 1 : 0;
        }
    }

    private static double Used(ServerAddresses servers) =>
        ProcessTree.CpuMicroseconds(servers.BrokerProcess) + ProcessTree.CpuMicroseconds(servers.StoreProcess);
}
