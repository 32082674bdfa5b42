using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>The task stores there are.</summary>
internal sealed class TaskStoreProviders
{
    public const string Default = "memory:";

    private const string Allowed = "memory: or postgres://user:password@host:port/database";

    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["postgres"] = "Messaging.Stores.PostgreSql",
        ["postgresql"] = "Messaging.Stores.PostgreSql",
    };

    private readonly List<ITaskStoreProvider> providers = [new InMemoryTaskStoreProvider()];

    public void Add(ITaskStoreProvider provider) => providers.Insert(0, provider);

    public IEnumerable<string> Faults(string store)
    {
        if (!Uri.TryCreate(store, UriKind.Absolute, out var address))
            return [$"Messaging:Tracking:Store is not an address. Allowed: {Allowed}."];
        if (Find(address.Scheme) is { } provider)
            return provider.Faults(address).Select(fault => $"Messaging:Tracking:Store: {fault}");
        if (Packages.TryGetValue(address.Scheme, out var package))
        {
            return [$"Messaging:Tracking:Store has the scheme '{address.Scheme}', which the package {package} "
                + $"provides, and this application does not reference it. Add it: dotnet add package {package}"];
        }

        var nearest = Contracts.DidYouMean.Nearest(address.Scheme, Packages.Keys.Append("memory"));
        var hint = nearest is null ? "" : $"Did you mean '{nearest}:'? ";
        return [$"Messaging:Tracking:Store has the scheme '{address.Scheme}', which no store has. {hint}"
            + $"Allowed: {Allowed}."];
    }

    public TrackerStores Open(string store, string prefix)
    {
        var address = new Uri(store);
        return Find(address.Scheme)!.Open(address, prefix);
    }

    private ITaskStoreProvider? Find(string scheme)
    {
        if (providers.Find(provider => provider.Schemes.Contains(scheme, StringComparer.Ordinal)) is { } known)
            return known;
        if (!Packages.TryGetValue(scheme, out var package)
            || Plugins.Load<ITaskStoreProvider>(package) is not { } loaded)
        {
            return null;
        }

        providers.Add(loaded);
        return loaded;
    }
}
