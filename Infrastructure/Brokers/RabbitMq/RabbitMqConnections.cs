using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>Connections beside the bus's, for questions. They do not connect anew by themselves.</summary>
internal static class RabbitMqConnections
{
    /// <summary>What makes them.</summary>
    /// <param name="address">The server.</param>
    /// <param name="name">What the server's operators see.</param>
    public static ConnectionFactory Factory(RabbitMqAddress address, string name) => new()
    {
        HostName = address.Host,
        Port = address.Port,
        VirtualHost = address.VirtualHost,
        UserName = address.User,
        Password = address.Password,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(2),
        Ssl = new SslOption(address.Host, enabled: address.IsSecure),
    };
}
