using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>Makes contexts with the prefix of the settings.</summary>
internal sealed class TaskDbContextFactory(
    DbContextOptions<TaskDbContext> options, IOptions<TaskDatabaseOptions> database)
    : IDbContextFactory<TaskDbContext>
{
    public TaskDbContext CreateDbContext() => new(options, database.Value.Prefix);
}
