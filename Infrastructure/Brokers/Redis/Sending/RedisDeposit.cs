namespace Messaging.Redis;

/// <summary>A command that puts messages into a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Command">The command.</param>
/// <param name="Messages">Which of those that are sent are in it.</param>
internal sealed record RedisDeposit(string Queue, RespCommand Command, List<int> Messages);
