using System.Text.Json;
using MassTransit.Serialization;

namespace Messaging.Contracts.Tests;

/// <summary>Messages as they are on the wire, only indented.</summary>
internal static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(SystemTextJsonMessageSerializer.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>As MassTransit's envelope does it, which holds the message as an <see cref="object"/>.</summary>
    public static string Write(object message) => JsonSerializer.Serialize<object>(message, Options) + "\n";

    public static object Read(string json, Type type) => JsonSerializer.Deserialize(json, type, Options)!;

    public static T Read<T>(string json) => (T)Read(json, typeof(T));
}
