using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class InMemoryLimitStoreTests : LimitStoreContract
{
    protected override TrackerStores Open() => new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "");
}
