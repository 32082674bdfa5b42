namespace Messaging.Redis;

/// <summary>A command that waits for its answer.</summary>
internal sealed class RedisRequest(RespCommand command)
    : TaskCompletionSource<RespValue>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const long NotYet = long.MinValue;

    private long writtenAt = NotYet;

    public RespCommand Command { get; } = command;

    /// <summary>Timestamp of when all of it was written; <c>null</c> before.</summary>
    public long? WrittenAt => Volatile.Read(ref writtenAt) is var at && at == NotYet ? null : at;

    public void Written(long at) => Volatile.Write(ref writtenAt, at);
}
