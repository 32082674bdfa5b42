using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Npgsql;

namespace Messaging.PostgreSql.Tests;

/// <summary>One PostgreSQL of the test's own is the broker and the task store.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class OneDatabaseTests
{
    private const int Tasks = 10_000;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private PrivateServer server = null!;

    private Dictionary<string, string?> Settings => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Messaging:Broker"] = $"postgres://app:app@127.0.0.1:{server.Port}/messaging",
        ["Messaging:Tracking:Store"] = $"postgres://app:app@127.0.0.1:{server.Port}/messaging",
        ["Messaging:Roles"] = "Worker, Tracker",
    };

    [OneTimeSetUp]
    public async Task StartServer() => server = await PrivateServer.Start("postgres.sh");

    [OneTimeTearDown]
    public async Task EndServer() => await server.DisposeAsync();

    private static IEnumerable<Add> Adds(int first) =>
        Enumerable.Range(first, Tasks / 2).Select(number => new Add(number, 1));

    [Test]
    public async Task Ten_thousand_tasks_succeed_when_the_server_is_killed_in_the_middle()
    {
        await using var host = await MessagingHost.Start(Settings, TestTasks.Add);
        await using var database = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={server.Port};Database=messaging;Username=app;Password=app;Pooling=false");
        await host.Tasks.SendMany(Adds(0));
        await Eventually.Get(Succeeded, count => count > 500, Soon);
        var sending = host.Tasks.SendUntilConfirmed(Adds(Tasks / 2));
        await Eventually.Get(Succeeded, count => count > 1_000, Soon);

        await server.Kill();
        await server.Start();

        await sending;
        await Eventually.Get(Succeeded, count => count == Tasks, Soon);

        // From the table, as trackers have other things to do than to answer, and sometimes no database.
        async Task<long> Succeeded()
        {
            try
            {
                await using var command = database.CreateCommand(
                    $"SELECT count(*) FROM messaging_tasks WHERE state = '{nameof(TaskState.Succeeded)}'");
                return (long)(await command.ExecuteScalarAsync())!;
            }
            catch (NpgsqlException)
            {
                return -1;
            }
        }
    }
}
