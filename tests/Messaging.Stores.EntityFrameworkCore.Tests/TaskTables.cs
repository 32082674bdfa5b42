using Messaging.StateMachines;
using Messaging.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Stores.EntityFrameworkCore.Tests;

/// <summary>Tables of a tracker, and the services of an application that reads them.</summary>
internal sealed class TaskTables : IAsyncDisposable
{
    private readonly PostgresTables tables = new("a-b_");
    private readonly ServiceProvider services;

    private TaskTables()
    {
        var settings = Settings.InMemory().With(("Tracking:Store", TestServers.Postgres), ("Prefix", tables.Prefix));
        services = new ServiceCollection()
            .AddTaskDbContext(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider(validateScopes: true);
        Scope = services.CreateAsyncScope();
    }

    public ITaskStore Store => tables.Store;

    public string Table => $"{tables.Prefix}messaging_tasks";

    public AsyncServiceScope Scope { get; }

    public TaskDbContext Context => Scope.ServiceProvider.GetRequiredService<TaskDbContext>();

    public static async Task<TaskTables> Prepare(params TaskSaga[] sagas)
    {
        var made = new TaskTables();
        await made.Store.Prepare(default);
        await made.Store.Save(sagas, default);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await Scope.DisposeAsync();
        await services.DisposeAsync();
        await tables.DisposeAsync();
    }
}
