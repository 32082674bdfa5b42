using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>What counted tasks are told apart by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CountBy>))]
public enum CountBy
{
    /// <summary>Their state.</summary>
    State = 0,

    /// <summary>Their name, and their state within it.</summary>
    NameAndState = 1,
}
