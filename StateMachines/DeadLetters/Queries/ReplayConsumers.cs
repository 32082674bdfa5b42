using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Marks dead letters to be sent again, and answers when they have been, if that does not take long. Whoever waits for the
/// task's end after that waits for the new one.
/// </summary>
internal sealed class ReplayDeadLettersConsumer(
    IDeadLetterStore store, Wake<ReplayRunner> wake, TimeProvider clock)
    : IConsumer<ReplayDeadLetters>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public async Task Consume(ConsumeContext<ReplayDeadLetters> context)
    {
        var replay = context.Message;
        QuestionRefused.IfAny(DeadLetterRules.Faults(replay), replay);

        var status = await store.Mark(replay, clock.GetUtcNow(), context.CancellationToken);
        wake.Set();

        var started = clock.GetTimestamp();
        while (status.Waiting > status.Failing && clock.GetElapsedTime(started) < LongestWait)
        {
            await Task.Delay(BetweenLooks, clock, context.CancellationToken);
            status = await store.GetReplay(replay.ReplayId, context.CancellationToken) ?? status;
        }

        await context.RespondAsync(status);
    }
}

/// <summary>Answers how far a replay has come.</summary>
internal sealed class GetReplayConsumer(IDeadLetterStore store) : IConsumer<GetReplay>
{
    public async Task Consume(ConsumeContext<GetReplay> context)
    {
        var id = context.Message.ReplayId;
        await context.RespondAsync(
            await store.GetReplay(id, context.CancellationToken) ?? throw NoSuchDeadLetterException.Replay(id));
    }
}
