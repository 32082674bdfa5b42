using System.Text.Json;
using System.Text.Json.Serialization;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Tells the same events with the same times to the microsecond, and other digits after that.</summary>
internal sealed class OtherPrecision(Random random) : JsonConverter<DateTimeOffset>
{
    public static History Of(History history)
    {
        var options = new JsonSerializerOptions { Converters = { new OtherPrecision(new Random(history.Seed)) } };
        return history with { Events = [.. history.Events.Select(Again)] };

        object Again(object happened) => JsonSerializer.Deserialize(
            JsonSerializer.Serialize(happened, happened.GetType(), options), happened.GetType(), TaskJson.Options)!;
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.AddTicks(random.Next(10) - (value.UtcTicks % TimeSpan.TicksPerMicrosecond)));
}
