using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

/// <summary>A schema of a fixture's own on the server that test.sh has started.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    public string Name { get; } = $"t{Guid.NewGuid():N}"[..13];

    /// <summary>By its name the server knows the sessions.</summary>
    public PostgresBrokerSettings Settings => PostgresBrokerSettings.Read(
        new($"{TestServers.Postgres}?schema={Name}&Application Name={Name}"));

    public PostgresPullBroker Open(TimeSpan? lockTime = null) =>
        new(Settings with { LockTime = lockTime ?? TimeSpan.FromMinutes(1) }, TimeProvider.System);

    public async ValueTask DisposeAsync() => await PostgresTables.Query($"DROP SCHEMA IF EXISTS {Name} CASCADE");
}
