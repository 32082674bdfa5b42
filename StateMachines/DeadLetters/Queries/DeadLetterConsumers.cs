using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Answers which dead letters there are.</summary>
internal sealed class ListDeadLettersConsumer(IDeadLetterStore store) : IConsumer<ListDeadLetters>
{
    public async Task Consume(ConsumeContext<ListDeadLetters> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(DeadLetterRules.Faults(query), query);

        _ = DeadLetterCursor.TryRead(query.Cursor, out var place);
        var before = place is var (deadAt, id) ? new DeadLetterPlace(deadAt, id) : null;
        var found = await store.List(query.Filter, query.PageSize, before, context.CancellationToken);
        await context.RespondAsync(new DeadLetterPage
        {
            Letters = found,
            NextCursor = found.Count < query.PageSize ? null : DeadLetterCursor.Write(found[^1]),
        });
    }
}

/// <summary>Answers how many dead letters there are.</summary>
internal sealed class CountDeadLettersConsumer(IDeadLetterStore store) : IConsumer<CountDeadLetters>
{
    public async Task Consume(ConsumeContext<CountDeadLetters> context)
    {
        QuestionRefused.IfAny(DeadLetterRules.Faults(context.Message), context.Message);
        await context.RespondAsync(new DeadLetterCount
        {
            Count = await store.Count(context.Message.Filter, context.CancellationToken),
        });
    }
}

/// <summary>Answers what is known of a dead letter.</summary>
internal sealed class GetDeadLetterConsumer(IDeadLetterStore store, ITaskStore tasks) : IConsumer<GetDeadLetter>
{
    public async Task Consume(ConsumeContext<GetDeadLetter> context)
    {
        var id = context.Message.Id;
        var found = await store.Get(id, context.CancellationToken) ?? throw NoSuchDeadLetterException.Letter(id);
        var sagas = found.TaskId is { } taskId ? await tasks.Load([taskId], context.CancellationToken) : [];
        await context.RespondAsync(DeadLetterDetailsOf.Stored(found, sagas.Count == 0 ? null : sagas[0]));
    }
}

/// <summary>Deletes dead letters.</summary>
internal sealed class DiscardDeadLettersConsumer(IDeadLetterStore store) : IConsumer<DiscardDeadLetters>
{
    public async Task Consume(ConsumeContext<DiscardDeadLetters> context)
    {
        QuestionRefused.IfAny(DeadLetterRules.Faults(context.Message), context.Message);
        await context.RespondAsync(new DeadLetterCount
        {
            Count = await store.Discard(context.Message.Filter, context.CancellationToken),
        });
    }
}
