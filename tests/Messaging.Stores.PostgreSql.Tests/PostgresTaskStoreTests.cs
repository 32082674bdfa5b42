using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresTaskStoreTests : TaskStoreContract
{
    private PostgresTables tables = null!;

    [TearDown]
    public async Task DropTables() => await tables.DisposeAsync();

    protected override ITaskStore Open()
    {
        tables = new PostgresTables();
        return tables.Store;
    }
}
