using Messaging.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging.Stores.EntityFrameworkCore.Tests;

public sealed class TaskDbContextServicesTests
{
    [TestCase(null, "Messaging:Tracking:Store is not set, and TaskDbContext reads from there. Name the trackers' "
        + "database: postgres://user:password@host:port/database")]
    [TestCase("memory:", "Messaging:Tracking:Store has the scheme 'memory', and TaskDbContext reads from PostgreSQL "
        + "only. Name the trackers' database: postgres://user:password@host:port/database")]
    [TestCase("nonsense", "Messaging:Tracking:Store is not an address. Name the trackers' database: "
        + "postgres://user:password@host:port/database")]
    [TestCase("postgres://user@host", "Messaging:Tracking:Store: it names no database. Write "
        + "postgres://user:password@host:port/database.")]
    public void A_host_does_not_start_with_a_wrong_database(string? store, string fault)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(Settings.InMemory().With(("Tracking:Store", store)));
        builder.Services.AddTaskDbContext(builder.Configuration);
        using var host = builder.Build();

        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(exception!.Failures, Is.EqualTo(new[] { fault }));
    }

    [Test]
    public async Task A_factory_makes_contexts_on_the_same_table()
    {
        await using var tables = await TaskTables.Prepare(SampleSagas.Empty());
        var factory = tables.Scope.ServiceProvider.GetRequiredService<IDbContextFactory<TaskDbContext>>();

        await using var context = await factory.CreateDbContextAsync();

        Assert.That(await context.Tasks.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Entity_Framework_can_be_told_more()
    {
        var settings = Settings.InMemory().With(("Tracking:Store", TestServers.Postgres));
        await using var services = new ServiceCollection()
            .AddTaskDbContext(
                new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
                options => options.EnableSensitiveDataLogging())
            .BuildServiceProvider(validateScopes: true);

        var options = services.GetRequiredService<DbContextOptions<TaskDbContext>>();

        var core = options.FindExtension<Microsoft.EntityFrameworkCore.Infrastructure.CoreOptionsExtension>();
        Assert.That(core!.IsSensitiveDataLoggingEnabled, Is.True);
    }
}
