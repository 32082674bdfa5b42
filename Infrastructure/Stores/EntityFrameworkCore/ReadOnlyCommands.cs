using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>
/// Refuses what is no query. <c>ExecuteUpdate</c>, <c>ExecuteDelete</c> and plain SQL do not come by
/// <c>SaveChanges</c>.
/// </summary>
internal sealed class ReadOnlyCommands : DbCommandInterceptor
{
    private ReadOnlyCommands()
    {
    }

    public static ReadOnlyCommands Instance { get; } = new();

    public static InvalidOperationException Refusal() => new(
        "TaskDbContext only reads. The table belongs to the trackers: what anybody else writes there, they may overwrite "
        + "or misread. Send, revoke and retry tasks with ITaskClient; keep data of your own in tables of your own.");

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => throw Refusal();

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default) => throw Refusal();
}
