namespace Messaging.Hosting;

/// <summary>The brokers there are.</summary>
internal sealed class BrokerProviders
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["amqp"] = "Messaging.RabbitMq",
        ["amqps"] = "Messaging.RabbitMq",
        ["redis"] = "Messaging.Redis",
        ["rediss"] = "Messaging.Redis",
        ["sqs"] = "Messaging.AmazonSqs",
        ["postgres"] = "Messaging.PostgreSql",
        ["postgresql"] = "Messaging.PostgreSql",
    };

    private readonly List<IBrokerProvider> providers = [new InMemoryBrokerProvider()];

    public void Add(IBrokerProvider provider) => providers.Insert(0, provider);

    public IEnumerable<string> Faults(string broker)
    {
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var address))
            return [$"Messaging:Broker is '{Hide(broker)}', which is not an address. Allowed: {Allowed}."];
        if (Find(address.Scheme) is { } provider)
            return provider.Faults(address).Select(fault => $"Messaging:Broker: {fault}");
        if (Packages.TryGetValue(address.Scheme, out var package))
        {
            return [$"Messaging:Broker has the scheme '{address.Scheme}', which the package {package} provides, and "
                + $"this application does not reference it. Add it: dotnet add package {package}"];
        }

        var nearest = Contracts.DidYouMean.Nearest(address.Scheme, Schemes);
        var hint = nearest is null ? "" : $"Did you mean '{nearest}:'? ";
        return [$"Messaging:Broker has the scheme '{address.Scheme}', which no broker has. {hint}Allowed: {Allowed}."];
    }

    /// <summary>What is wrong with the name of a queue on a broker whose address has no faults.</summary>
    public string? QueueFault(string broker, string queue)
    {
        var address = new Uri(broker);
        return Find(address.Scheme)!.QueueFault(address, queue);
    }

    public IBroker Create(string broker)
    {
        var address = new Uri(broker);
        return Find(address.Scheme)!.Create(address);
    }

    private static string Hide(string broker)
    {
        var at = broker.LastIndexOf('@');
        return at < 0 ? broker : "…" + broker[at..];
    }

    private IEnumerable<string> Schemes =>
        providers.SelectMany(provider => provider.Schemes).Concat(Packages.Keys).Distinct(StringComparer.Ordinal);

    private static string Allowed =>
        "memory:, amqp://user:password@host:port/vhost (amqps:// for TLS), redis://user:password@host:port/database "
        + "(rediss:// for TLS), sqs://region or postgres://user:password@host:port/database";

    private IBrokerProvider? Find(string scheme)
    {
        if (providers.Find(provider => provider.Schemes.Contains(scheme, StringComparer.Ordinal)) is { } known)
            return known;
        if (!Packages.TryGetValue(scheme, out var package) || Plugins.Load<IBrokerProvider>(package) is not { } loaded)
            return null;

        providers.Add(loaded);
        return loaded;
    }
}
