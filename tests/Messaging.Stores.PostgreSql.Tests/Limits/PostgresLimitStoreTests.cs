using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresLimitStoreTests : LimitStoreContract
{
    private PostgresTables tables = null!;

    [TearDown]
    public async Task DropTables() => await tables.DisposeAsync();

    protected override TrackerStores Open()
    {
        tables = new PostgresTables();
        return tables.Stores;
    }
}
