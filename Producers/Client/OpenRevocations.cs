using System.Runtime.CompilerServices;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers what is revoked, page by page.</summary>
internal static class OpenRevocations
{
    /// <summary>
    /// The latest so many. Whoever asks keeps them in memory, and a worker its tasks back until it has them.
    /// </summary>
    private const int MostTasks = 100_000;

    /// <summary>The pages; at least one.</summary>
    /// <param name="queries">Asks.</param>
    /// <param name="worker">Name of the worker that asks; <c>null</c> for anybody else.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TimeoutException">No tracker answered in time.</exception>
    public static async IAsyncEnumerable<RevokedTasks> Ask(
        TrackerQueries queries, string? worker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        var tasks = 0;
        do
        {
            var page = await queries.Ask<GetRevokedTasks, RevokedTasks>(
                new GetRevokedTasks { Worker = worker, Cursor = cursor }, cancellationToken);
            cursor = page.NextCursor;
            tasks += page.Tasks.Count;
            yield return page;
        }
        while (cursor is not null && tasks < MostTasks);
    }
}
