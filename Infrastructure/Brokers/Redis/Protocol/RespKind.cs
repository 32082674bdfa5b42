namespace Messaging.Redis;

/// <summary>The kinds of values in Redis' protocol (RESP 2).</summary>
internal enum RespKind
{
    /// <summary>A short text, such as <c>OK</c>.</summary>
    Text,

    /// <summary>An error: its code in capitals, and what happened.</summary>
    Error,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Nothing.</summary>
    Null,
}
