using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

/// <summary>A user of the test's own, who may connect and nothing else.</summary>
internal sealed class TestUser : IAsyncDisposable
{
    private TestUser(string name) => Name = name;

    public string Name { get; }

    public string Address =>
        $"postgres://{Name}:secret@{PostgresTables.Server.Host}:{PostgresTables.Server.Port}/messaging";

    public static async Task<TestUser> Create(string options = "")
    {
        var user = new TestUser($"t{Guid.NewGuid():N}");
        await Execute($"CREATE ROLE {user.Name} LOGIN PASSWORD 'secret' {options}");
        return user;
    }

    public async ValueTask DisposeAsync() => await Execute($"DROP OWNED BY {Name}; DROP ROLE {Name}");

    private static async Task Execute(string sql)
    {
        await using var administrator = PostgresTables.Connect("postgres");
        await using var command = administrator.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
