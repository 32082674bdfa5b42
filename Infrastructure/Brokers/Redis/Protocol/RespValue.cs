using System.Globalization;
using System.Text;

namespace Messaging.Redis;

/// <summary>A value that Redis has sent.</summary>
internal readonly struct RespValue
{
    private readonly object? content;
    private readonly long number;

    private RespValue(RespKind kind, object? content = null, long number = 0)
    {
        Kind = kind;
        this.content = content;
        this.number = number;
    }

    public static RespValue Null { get; } = new(RespKind.Null);

    public RespKind Kind { get; }

    /// <summary>The values in an array; none of anything else.</summary>
    public ReadOnlySpan<RespValue> Items => content as RespValue[];

    /// <summary>The bytes as they came; none of anything but bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => content as byte[];

    /// <summary>A number, also one that is written as text.</summary>
    public long Number =>
        Kind == RespKind.Number ? number : long.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Text, UTF-8 if it came as bytes.</summary>
    public string Text => content switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Kind == RespKind.Number ? number.ToString(CultureInfo.InvariantCulture) : "",
    };

    public static RespValue OfText(string text) => new(RespKind.Text, text);

    public static RespValue OfError(string text) => new(RespKind.Error, text);

    public static RespValue OfNumber(long number) => new(RespKind.Number, null, number);

    public static RespValue OfBytes(byte[] bytes) => new(RespKind.Bytes, bytes);

    public static RespValue OfItems(RespValue[] items) => new(RespKind.Array, items);
}
