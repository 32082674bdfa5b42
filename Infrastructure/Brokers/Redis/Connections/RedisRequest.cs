namespace Messaging.Redis;

/// <summary>A command that waits for its answer.</summary>
internal sealed class RedisRequest(RespCommand command, long since)
    : TaskCompletionSource<RespValue>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RespCommand Command { get; } = command;

    /// <summary>Timestamp of when it was asked.</summary>
    public long Since { get; } = since;
}
