using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Hosting;

/// <summary>A message whose contract is not known here: JSON that goes out as it is.</summary>
[JsonConverter(typeof(RawMessageWriter))]
internal sealed class RawMessage(string json)
{
    public string Json { get; } = json;
}

/// <summary>Writes the JSON and nothing around it.</summary>
internal sealed class RawMessageWriter : JsonConverter<RawMessage>
{
    public override RawMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Raw messages are only sent. Receivers know the contract.");

    public override void Write(Utf8JsonWriter writer, RawMessage value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json);
}
