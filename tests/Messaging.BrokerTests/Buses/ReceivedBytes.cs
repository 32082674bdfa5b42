using System.Threading.Channels;
using MassTransit;

namespace Messaging.BrokerTests;

/// <summary>A message as the transport gives it, before anybody reads it.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="ContentType">What it says they are.</param>
/// <param name="Headers">The transport's headers.</param>
internal sealed record Delivery(byte[] Body, string? ContentType, IReadOnlyDictionary<string, object> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name)?.ToString();
}

/// <summary>Takes messages of any kind from a queue as bytes, and settles them.</summary>
internal sealed class ReceivedBytes : IFilter<ReceiveContext>
{
    private readonly Channel<Delivery> arrivals = Channel.CreateUnbounded<Delivery>();

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var headers = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.TransportHeaders.GetAll())
            headers[name] = value;
        arrivals.Writer.TryWrite(new Delivery(context.Body.GetBytes(), context.ContentType?.ToString(), headers));
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("bytes");

    /// <summary>Waits for the next one.</summary>
    public async Task<Delivery> Next()
    {
        using var end = new CancellationTokenSource(Deadlines.Default);
        try
        {
            return await arrivals.Reader.ReadAsync(end.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new AssertionException($"No message has come within {Deadlines.Default}.", exception);
        }
    }
}
