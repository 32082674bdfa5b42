using Messaging.Stores.EntityFrameworkCore;
using Messaging.Stores.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="TaskDbContext"/>.</summary>
public static class TaskDbContextServices
{
    /// <summary>
    /// Adds <see cref="TaskDbContext"/> (scoped) and an <see cref="IDbContextFactory{TContext}"/> for it, over the
    /// database in <c>Messaging:Tracking:Store</c> with the <c>Messaging:Prefix</c>. The process need not be a tracker;
    /// its user of the database needs no more than SELECT. The settings are validated when the host starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration (its root, not the section).</param>
    /// <param name="configure">What else Entity Framework should know.</param>
    public static IServiceCollection AddTaskDbContext(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<DbContextOptionsBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.AddOptions<TaskDatabaseOptions>()
            .Configure(options =>
            {
                options.Store = configuration["Messaging:Tracking:Store"];
                options.Prefix = configuration["Messaging:Prefix"] ?? "";
            })
            .ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<TaskDatabaseOptions>, TaskDatabaseRules>();
        services.TryAddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<TaskDbContext>>().CreateDbContext());
        services.AddDbContextFactory<TaskDbContext, TaskDbContextFactory>((provider, options) =>
        {
            var store = new Uri(provider.GetRequiredService<IOptions<TaskDatabaseOptions>>().Value.Store!);
            options.UseNpgsql(PostgresAddress.Read(store).ConnectionString);
            configure?.Invoke(options);
        });

        return services;
    }
}
