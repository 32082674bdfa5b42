using System.Buffers;
using System.Globalization;
using System.Text;

namespace Messaging.Redis;

/// <summary>A command on its way to Redis, written in its protocol as it is put together.</summary>
internal sealed class RespCommand
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> arguments = new(256);
    private int count;

    public RespCommand(string name) => Add(name);

    /// <summary>How many bytes it takes, the first few not counted.</summary>
    public int Length => arguments.WrittenCount;

    public RespCommand Add(ReadOnlySpan<byte> value)
    {
        Begin(value.Length);
        arguments.Write(value);
        arguments.Write(LineEnd);
        return this;
    }

    public RespCommand Add(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Begin(length);
        Encoding.UTF8.GetBytes(value, arguments);
        arguments.Write(LineEnd);
        return this;
    }

    public RespCommand Add(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return Add(digits[..length]);
    }

    /// <summary>Adds one argument of several pieces.</summary>
    public RespCommand Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        Begin(first.Length + second.Length + third.Length);
        arguments.Write(first);
        arguments.Write(second);
        arguments.Write(third);
        arguments.Write(LineEnd);
        return this;
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        Number(output, (byte)'*', count);
        output.Write(arguments.WrittenSpan);
    }

    private void Begin(int length)
    {
        count++;
        Number(arguments, (byte)'$', length);
    }

    private static void Number(IBufferWriter<byte> output, byte kind, int number)
    {
        var span = output.GetSpan(16);
        span[0] = kind;
        number.TryFormat(span[1..], out var length, default, CultureInfo.InvariantCulture);
        LineEnd.CopyTo(span[(1 + length)..]);
        output.Advance(length + 3);
    }
}
