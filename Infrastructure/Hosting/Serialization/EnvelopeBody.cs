using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using MassTransit;

namespace Messaging.Hosting;

/// <summary>A message in its envelope, written when it is first asked for.</summary>
internal sealed class EnvelopeBody<T>(SendContext<T> context, JsonSerializerOptions options, TimeProvider clock)
    : MessageBody
    where T : class
{
    private byte[]? bytes;

    public long? Length => bytes?.Length;

    public Stream GetStream() => new MemoryStream(GetBytes(), writable: false);

    public byte[] GetBytes() => bytes ??= Write();

    public string GetString() => Encoding.UTF8.GetString(GetBytes());

    private byte[] Write()
    {
        try
        {
            return EnvelopeWriter.Write(context, context.Message, options, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception)
        {
            throw new SerializationException(
                $"A message of type {context.Message.GetType()} cannot be written as JSON: {exception.Message}", exception);
        }
    }
}
