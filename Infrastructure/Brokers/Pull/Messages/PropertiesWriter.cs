using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MassTransit.Serialization;

namespace Messaging.PullTransport;

/// <summary>Writes <see cref="MessageContent.Properties"/>: one JSON object, a member for each header.</summary>
internal sealed class PropertiesWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Utf8JsonWriter json;

    public PropertiesWriter()
    {
        json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
    }

    /// <summary>The first value of a name counts; none is written for <c>null</c>.</summary>
    public void Add(string name, object? value)
    {
        if (value is null || !names.Add(name))
            return;

        json.WritePropertyName(name);
        Write(value);
    }

    public ReadOnlyMemory<byte> End()
    {
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public void Dispose() => json.Dispose();

    private void Write(object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case int or long or short or byte or uint or sbyte or ushort:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case Uri address:
                json.WriteStringValue(address.ToString());
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType(), SystemTextJsonMessageSerializer.Options);
                break;
        }
    }
}
