using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Messaging.Stores.EntityFrameworkCore;

/// <summary>
/// Entity Framework keeps one model for a type of context. Ours has one for each prefix, which is in the table's name.
/// </summary>
internal sealed class ModelByPrefix : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as TaskDbContext)?.TablePrefix, designTime);
}
