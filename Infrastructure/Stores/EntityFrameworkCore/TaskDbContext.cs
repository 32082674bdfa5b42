using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>
/// LINQ over the trackers' own table of tasks, to read it: for reports and questions that <c>ITaskClient</c> has none
/// for. Nothing is tracked, and nothing can be saved.
/// <para>
/// Filter by <see cref="TaskRecord.Id"/> where possible: the table may hold millions of rows and has few indexes.
/// </para>
/// </summary>
/// <param name="options">The database, for example by <c>UseNpgsql</c>.</param>
/// <param name="prefix">What goes before the table's name, as in <c>Messaging:Prefix</c>. Default: nothing.</param>
public sealed class TaskDbContext(DbContextOptions<TaskDbContext> options, string prefix = "") : DbContext(options)
{
    /// <summary>The tasks.</summary>
    public DbSet<TaskRecord> Tasks => Set<TaskRecord>();

    /// <summary>What goes before the table's name, as it is there.</summary>
    internal string TablePrefix { get; } = PostgreSql.PostgresTaskStoreProvider.TablePrefix(prefix);

    /// <summary>Refused: only trackers write tasks.</summary>
    /// <param name="acceptAllChangesOnSuccess">Of no meaning here.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw ReadOnlyCommands.Refusal();

    /// <summary>Refused: only trackers write tasks.</summary>
    /// <param name="acceptAllChangesOnSuccess">Of no meaning here.</param>
    /// <param name="cancellationToken">Of no meaning here.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw ReadOnlyCommands.Refusal();

    /// <inheritdoc/>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        optionsBuilder
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ReplaceService<IModelCacheKeyFactory, ModelByPrefix>()
            .AddInterceptors(ReadOnlyCommands.Instance);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        TaskModel.Configure(modelBuilder.Entity<TaskRecord>(), $"{TablePrefix}messaging_tasks");
    }
}
