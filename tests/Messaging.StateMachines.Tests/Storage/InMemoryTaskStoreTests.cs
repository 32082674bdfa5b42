using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class InMemoryTaskStoreTests : TaskStoreContract
{
    protected override ITaskStore Open() => new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "").Tasks;
}
