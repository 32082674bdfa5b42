namespace Messaging.Benchmarks;

/// <summary>A kind of task store that can be measured.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Script">What starts a server of it, in tests/servers; <c>null</c> if it needs none.</param>
/// <param name="Address">Its address when the server listens on a port.</param>
internal sealed record StoreKind(string Name, string? Script, Func<int, string> Address)
{
    public static StoreKind Postgres { get; } =
        new("postgres", "postgres.sh", port => $"postgres://app:app@127.0.0.1:{port}/messaging");

    public static StoreKind Memory { get; } = new("memory", null, _ => "memory:");

    public static IReadOnlyList<StoreKind> All { get; } = [Postgres, Memory];
}
