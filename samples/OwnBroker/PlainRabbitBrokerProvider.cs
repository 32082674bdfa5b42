using Messaging.Hosting;

namespace Messaging.Samples.OwnBroker;

/// <summary>Understands <c>rabbit://user:password@host:port/vhost</c>.</summary>
public sealed class PlainRabbitBrokerProvider : IBrokerProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["rabbit"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Host.Length == 0)
            yield return "it names no host. Write rabbit://user:password@host:port/vhost.";
        if (!address.UserInfo.Contains(':', StringComparison.Ordinal))
            yield return "it names no user and password. Write rabbit://user:password@host:port/vhost.";
    }

    /// <inheritdoc/>
    public IBroker Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new PlainRabbitBroker(new UriBuilder(address) { Scheme = "amqp" }.Uri);
    }
}
