using System.Data;
using MassTransit.Middleware;
using MassTransit.SqlTransport;

namespace Messaging.PullTransport;

/// <summary>What MassTransit takes for a connection. The real ones are the broker's own matter.</summary>
internal sealed class PullConnection(PullRuntime runtime, Uri address, CancellationToken stopped)
    : BasePipeContext(stopped), ConnectionContext
{
    public Uri HostAddress => address;

    public string? Schema => null;

    public IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

    public ClientContext CreateClientContext(CancellationToken cancellationToken) =>
        new PullClient(this, runtime, cancellationToken);

    public Task<ISqlTransportConnection> CreateConnection(CancellationToken cancellationToken) => throw NotSql();

    public Task DelayUntilMessageReady(long queueId, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw NotSql();

    public Task<T> Query<T>(
        Func<IDbConnection, IDbTransaction, Task<T>> callback, CancellationToken cancellationToken) => throw NotSql();

    private static NotSupportedException NotSql() =>
        new("This is no database of MassTransit's SQL transport; Messaging receives and queries in its own way.");
}
