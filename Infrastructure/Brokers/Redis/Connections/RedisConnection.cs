using System.Buffers;
using System.Net.Sockets;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// One connection to one server, which many use at the same time: commands are written as they come, those that come
/// while others are written go together, and answers come back in the same order. A connection that breaks, or over
/// which no answer comes for <see cref="Patience"/>, is over: all that wait on it fail, and another one is to be made.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>Longest wait for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // So that an end without a word is found out also while nobody asks anything.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private const int WriteAtOnce = 256 * 1024;

    private readonly RedisRequests requests = new();
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream stream;
    private readonly string server;
    private readonly TimeProvider time;
    private readonly Action<RespValue>? pushed;
    private readonly Task running;
    private long lastSent;

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
        lastSent = time.GetTimestamp();
        running = Task.WhenAll(Task.Run(Write), Task.Run(Read), Task.Run(Watch));
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
        var now = time.GetTimestamp();
        Volatile.Write(ref lastSent, now);
        var request = new RedisRequest(command, now);
        requests.Add(request);
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
        requests.Dispose();
        stop.Dispose();
        await stream.DisposeAsync();
    }

    private async Task Write()
    {
        var output = new ArrayBufferWriter<byte>(32 * 1024);
        var taken = new List<RedisRequest>();
        await UntilLost(async () =>
        {
            await requests.Take(taken, stop.Token);
            foreach (var request in taken)
            {
                request.Command.WriteTo(output);
                if (output.WrittenCount < WriteAtOnce)
                    continue;

                await stream.WriteAsync(output.WrittenMemory, stop.Token);
                // One that has become very large is not kept.
                output = new ArrayBufferWriter<byte>(32 * 1024);
            }

            taken.Clear();
            await stream.WriteAsync(output.WrittenMemory, stop.Token);
            output.ResetWrittenCount();
        });
    }

    private async Task Read()
    {
        var reader = new RespReader(stream);
        await UntilLost(async () =>
        {
            var value = await reader.Read(stop.Token);
            if (pushed is not null && IsPushed(value))
                pushed(value);
            else
                requests.Answer(value);
        });
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Tick, time);
        await UntilLost(async () =>
        {
            await timer.WaitForNextTickAsync(stop.Token);
            if (requests.OldestSince is { } since)
            {
                if (time.GetElapsedTime(since) > Patience)
                    throw new IOException($"It has not answered for {Patience.TotalSeconds:0} s.");
            }
            else if (time.GetElapsedTime(Volatile.Read(ref lastSent)) > Beat)
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
        catch (Exception exception) when (exception is IOException or SocketException or InvalidDataException
            or ObjectDisposedException or OperationCanceledException)
        {
            End(exception.Message, exception);
        }
    }

    private static bool IsPushed(RespValue value) => value.Items is [{ Kind: RespKind.Bytes } kind, _, _]
        && kind.Bytes.Span.SequenceEqual("message"u8);
}
