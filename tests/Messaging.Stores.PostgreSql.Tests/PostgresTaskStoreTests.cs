using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresTaskStoreTests : TaskStoreContract
{
    private TestTables tables = null!;

    [TearDown]
    public async Task DropTables() => await tables.DisposeAsync();

    protected override ITaskStore Open()
    {
        tables = new TestTables();
        return tables.Store;
    }
}
