using RabbitMQ.Client;

namespace Messaging.Testing;

/// <summary>Looks at a queue from outside, and puts into it what no client of ours would.</summary>
public sealed class RabbitMqQueue : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly string name;

    private RabbitMqQueue(IConnection connection, IChannel channel, string name)
    {
        this.connection = connection;
        this.channel = channel;
        this.name = name;
    }

    /// <summary>Connects to a queue.</summary>
    public static async Task<RabbitMqQueue> Open(string name)
    {
        var factory = new ConnectionFactory { Uri = new Uri(TestServers.Amqp) };
        var opened = await factory.CreateConnectionAsync();
        return new RabbitMqQueue(opened, await opened.CreateChannelAsync(), name);
    }

    /// <summary>Takes a message out; <c>null</c> if there is none.</summary>
    public Task<BasicGetResult?> Take() => channel.BasicGetAsync(name, autoAck: true);

    /// <summary>Puts a message in.</summary>
    public async Task Put(ReadOnlyMemory<byte> body, BasicProperties properties) =>
        await channel.BasicPublishAsync("", name, mandatory: true, properties, body);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
