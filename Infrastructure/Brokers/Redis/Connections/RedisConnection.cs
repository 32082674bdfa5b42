using System.Buffers;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// One connection to one server, which many use at the same time: whoever sends a command while nobody writes writes it,
/// then all that have come meanwhile, together, and answers come back in the same order. A connection that breaks, or stands
/// still for <see cref="Patience"/>, is over: all that wait on it fail, and another one is to be made.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>
    /// Longest time without a byte of the answers that are waited for, or in which a piece of a command is not taken.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // So that an end without a word is found out also while nobody asks anything.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private const int PieceLength = 256 * 1024;

    private readonly RedisRequests requests = new();
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream stream;
    private readonly RespReader reader;
    private readonly string server;
    private readonly TimeProvider time;
    private readonly Action<RespValue>? pushed;
    private readonly Task running;

    // Used by the one who writes.
    private readonly List<RedisRequest> taken = [];
    private ArrayBufferWriter<byte> output = new(PieceLength / 8);

    private long lastSent;
    private long writingSince;

    /// <summary>Begins to read and write.</summary>
    /// <param name="stream">Of the connection, which is its own from now on.</param>
    /// <param name="server">The server, for people.</param>
    /// <param name="pushed">Called with what comes on channels; <c>null</c> if this connection subscribes to none.</param>
    /// <param name="time">Clock.</param>
    public RedisConnection(Stream stream, string server, Action<RespValue>? pushed, TimeProvider time)
    {
        this.stream = stream;
        this.server = server;
        this.pushed = pushed;
        this.time = time;
        reader = new RespReader(stream);
        lastSent = time.GetTimestamp();
        running = Task.WhenAll(Task.Run(Read), Task.Run(Watch));
    }

    /// <summary>Whether it can be used, as far as is known.</summary>
    public bool IsOpen => requests.IsOpen;

    /// <summary>Whether the server is a node of a cluster.</summary>
    public bool IsCluster { get; set; }

    /// <summary>Completes when it is over.</summary>
    public Task Lost => lost.Task;

    /// <summary>Sends a command. Commands that are sent one after the other are run in that order.</summary>
    /// <returns>The answer, which may be an error.</returns>
    /// <exception cref="BrokerUnavailableException">The connection is over, so nobody knows whether it was run.</exception>
    public Task<RespValue> Send(RespCommand command)
    {
        Volatile.Write(ref lastSent, time.GetTimestamp());
        var request = new RedisRequest(command);
        if (requests.Add(request))
            _ = Write();
        return request.Task;
    }

    /// <summary>Ends it, and lets all fail that wait for answers.</summary>
    public void End(string reason, Exception? exception = null)
    {
        var fault = new BrokerUnavailableException($"The connection to Redis at {server} is over: {reason}", exception);
        if (!requests.Fail(fault))
            return;

        stop.Cancel();
        stream.Dispose();
        lost.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        End("it was closed.");
        await running;
        stop.Dispose();
        await stream.DisposeAsync();
    }

    private async Task Write()
    {
        try
        {
            while (requests.Take(taken))
                await WriteTaken();
        }
        catch (Exception exception)
        {
            End(exception.Message, exception);
        }
    }

    private async Task WriteTaken()
    {
        foreach (var request in taken)
        {
            request.Command.WriteTo(output);
            if (output.WrittenCount < PieceLength)
                continue;

            await WritePieces(output.WrittenMemory);
            // One that has become very large is not kept.
            output = new ArrayBufferWriter<byte>(PieceLength / 8);
        }

        await WritePieces(output.WrittenMemory);
        output.ResetWrittenCount();
        var now = time.GetTimestamp();
        taken.ForEach(request => request.Written(now));
        taken.Clear();
    }

    private async Task WritePieces(ReadOnlyMemory<byte> bytes)
    {
        for (var rest = bytes; rest.Length > 0; rest = rest[Math.Min(PieceLength, rest.Length)..])
        {
            Volatile.Write(ref writingSince, time.GetTimestamp());
            await stream.WriteAsync(rest[..Math.Min(PieceLength, rest.Length)], stop.Token);
        }

        Volatile.Write(ref writingSince, 0);
    }

    private Task Read() => UntilLost(async () =>
    {
        var value = await reader.Read(stop.Token);
        if (pushed is not null && IsPushed(value))
            pushed(value);
        else
            requests.Answer(value);
    });

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Tick, time);
        var (bytes, readAt) = (0L, time.GetTimestamp());
        await UntilLost(async () =>
        {
            await timer.WaitForNextTickAsync(stop.Token);
            if (reader.BytesRead != bytes)
                (bytes, readAt) = (reader.BytesRead, time.GetTimestamp());

            var since = Volatile.Read(ref writingSince) is var writing and not 0
                ? writing
                : requests.Oldest?.WrittenAt is { } written ? Math.Max(written, readAt) : (long?)null;
            if (since is { } at && time.GetElapsedTime(at) > Patience)
                throw new IOException($"It has not answered for {Patience.TotalSeconds:0} s.");

            if (requests.Oldest is null && time.GetElapsedTime(Volatile.Read(ref lastSent)) > Beat)
            {
                // The answer does not matter, only that there is one.
                _ = Send(new RespCommand("PING")).ContinueWith(
                    sent => sent.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        });
    }

    private async Task UntilLost(Func<Task> step)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                await step();
        }
        catch (Exception exception)
        {
            // Whatever it is: nobody must wait on a connection that is not read or written any more.
            End(exception.Message, exception);
        }
    }

    private static bool IsPushed(RespValue value) => value.Items is [{ Kind: RespKind.Bytes } kind, _, _]
        && kind.Bytes.Span.SequenceEqual("message"u8);
}
