using System.Globalization;
using System.Text;

namespace Messaging.Redis;

/// <summary>Reads values of Redis' protocol (RESP 2) from a stream.</summary>
internal sealed class RespReader(Stream stream)
{
    // What is longer than this is no line of Redis', and what is deeper no reply to any command of ours.
    private const int LongestLine = 64 * 1024;
    private const int Deepest = 8;

    private byte[] buffer = new byte[32 * 1024];
    private int start;
    private int end;
    private long bytesRead;

    /// <summary>How many bytes have come.</summary>
    public long BytesRead => Volatile.Read(ref bytesRead);

    /// <summary>Reads the next value.</summary>
    /// <exception cref="EndOfStreamException">The connection has ended.</exception>
    /// <exception cref="InvalidDataException">What comes is not Redis' protocol.</exception>
    public ValueTask<RespValue> Read(CancellationToken cancellationToken) => Read(0, cancellationToken);

    private async ValueTask<RespValue> Read(int depth, CancellationToken cancellationToken)
    {
        var line = await ReadLine(cancellationToken);
        var rest = line.Length == 0 ? "" : line[1..];
        return (line.Length == 0 ? '\0' : line[0]) switch
        {
            '+' => RespValue.OfText(rest),
            '-' => RespValue.OfError(rest),
            ':' => RespValue.OfNumber(Whole(rest)),
            '$' => await ReadBytes(Whole(rest), cancellationToken),
            '*' when depth < Deepest => await ReadItems(Whole(rest), depth, cancellationToken),
            _ => throw Foreign(line),
        };
    }

    private async ValueTask<RespValue> ReadItems(long count, int depth, CancellationToken cancellationToken)
    {
        if (count < 0)
            return RespValue.Null;

        var items = new RespValue[count];
        for (var index = 0; index < items.Length; index++)
            items[index] = await Read(depth + 1, cancellationToken);

        return RespValue.OfItems(items);
    }

    private async ValueTask<RespValue> ReadBytes(long length, CancellationToken cancellationToken)
    {
        if (length < 0)
            return RespValue.Null;

        var bytes = new byte[length];
        var buffered = Math.Min(bytes.Length, end - start);
        buffer.AsSpan(start, buffered).CopyTo(bytes);
        start += buffered;
        for (var filled = buffered; filled < bytes.Length;)
            filled += await ReadSome(bytes.AsMemory(filled), cancellationToken);
        if ((await ReadLine(cancellationToken)).Length > 0)
            throw Foreign("bytes without an end");

        return RespValue.OfBytes(bytes);
    }

    private async ValueTask<string> ReadLine(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + seen, end - start - seen).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = buffer.AsSpan(start, seen + length);
                start += line.Length + 1;
                return line.EndsWith((byte)'\r') ? Encoding.UTF8.GetString(line[..^1]) : throw Foreign(Show(line));
            }

            seen = end - start;
            if (seen > LongestLine)
                throw Foreign(Show(buffer.AsSpan(start, seen)));
            await Fill(cancellationToken);
        }
    }

    private async ValueTask Fill(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        end += await ReadSome(buffer.AsMemory(end), cancellationToken);
    }

    private async ValueTask<int> ReadSome(Memory<byte> target, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(target, cancellationToken);
        if (read == 0)
            throw new EndOfStreamException("It has ended the connection.");

        Volatile.Write(ref bytesRead, bytesRead + read);
        return read;
    }

    private static long Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Foreign(text);

    private static string Show(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line);

    private static InvalidDataException Foreign(string line)
    {
        var shown = string.Concat(line.Take(40).Select(character => char.IsControl(character) ? '?' : character));
        return new InvalidDataException($"It does not speak Redis' protocol; it said '{shown}'.");
    }
}
