using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Consumers;

/// <summary>
/// The observers of this process's worker. Whether there are any is known while the bus is configured; they themselves
/// are made later, since they may need the bus.
/// </summary>
internal sealed class TaskObservers
{
    private readonly Type[] types;
    private readonly Lazy<IReadOnlyList<ITaskObserver>> all;

    public TaskObservers(IServiceProvider services, IEnumerable<TaskObserverType> types, IServiceScopeFactory scopes)
    {
        this.types = [.. types.Select(type => type.Type).Distinct()];
        all = new Lazy<IReadOnlyList<ITaskObserver>>(
            () => Array.ConvertAll(this.types, type => (ITaskObserver)services.GetRequiredService(type)));
        Scopes = scopes;
    }

    /// <summary>Where consumers come from whose callbacks are called.</summary>
    public IServiceScopeFactory Scopes { get; }

    public bool IsEmpty => types.Length == 0;

    public IReadOnlyList<ITaskObserver> All => all.Value;
}
