using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresWorkerStoreTests : WorkerStoreContract
{
    protected override TrackerStores Open(ICollection<IAsyncDisposable> opened)
    {
        var tables = new PostgresTables();
        opened.Add(tables);
        return tables.Stores;
    }
}
