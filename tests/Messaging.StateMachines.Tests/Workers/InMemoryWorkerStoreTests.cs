using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class InMemoryWorkerStoreTests : WorkerStoreContract
{
    protected override TrackerStores Open(ICollection<IAsyncDisposable> opened) =>
        new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "");
}
