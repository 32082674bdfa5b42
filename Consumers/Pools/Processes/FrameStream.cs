using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Frames over a socket: length, kind, JSON.</summary>
internal sealed class FrameStream(Socket socket) : IDisposable
{
    private const int HeadLength = 5;

    private readonly NetworkStream stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>Writes a frame.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public async Task Write<T>(FrameKind kind, T content)
    {
        var frame = Encode(kind, content);
        await writing.WaitAsync(CancellationToken.None);
        try
        {
            await stream.WriteAsync(frame, CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The next frame; <c>null</c> when the other side has closed.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public async Task<Frame?> Read()
    {
        var head = new byte[HeadLength];
        if (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false) < HeadLength)
            return null;

        var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        await stream.ReadExactlyAsync(content, CancellationToken.None);
        return new Frame((FrameKind)head[^1], content);
    }

    /// <summary>The same on the caller's thread, which does not depend on the thread pool.</summary>
    public Frame? ReadHere()
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength)
            return null;

        var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        stream.ReadExactly(content);
        return new Frame((FrameKind)head[^1], content);
    }

    public void Dispose()
    {
        stream.Dispose();
        writing.Dispose();
    }

    private static byte[] Encode<T>(FrameKind kind, T content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, TaskJson.Options);
        var frame = new byte[HeadLength + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        frame[HeadLength - 1] = (byte)kind;
        json.CopyTo(frame, HeadLength);
        return frame;
    }
}

/// <summary>What was read.</summary>
internal sealed record Frame(FrameKind Kind, byte[] Content)
{
    public T As<T>() => JsonSerializer.Deserialize<T>(Content, TaskJson.Options)
        ?? throw new InvalidDataException($"A frame of kind {Kind} is empty.");
}
