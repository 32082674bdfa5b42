using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Answers what waits in the scheduler.</summary>
internal sealed class ListScheduledConsumer(IScheduledMessageStore store) : IConsumer<ListScheduled>
{
    public async Task Consume(ConsumeContext<ListScheduled> context)
    {
        var query = context.Message;
        QuestionRefused.IfAny(QueryRules.Faults(query), query);

        _ = ScheduledCursor.TryRead(query.Cursor, out var place);
        var after = place is var (tryAt, id, attempt) ? new ScheduledPlace(tryAt, id, attempt) : null;
        var found = await store.List(query, after, context.CancellationToken);
        await context.RespondAsync(new ScheduledPage
        {
            Items = found,
            NextCursor = found.Count < query.PageSize ? null : ScheduledCursor.Write(found[^1]),
        });
    }
}

/// <summary>Answers how much waits in the scheduler.</summary>
internal sealed class CountScheduledConsumer(IScheduledMessageStore store) : IConsumer<CountScheduled>
{
    public async Task Consume(ConsumeContext<CountScheduled> context) => await context.RespondAsync(new ScheduledCounts
    {
        Counts = await store.Count(context.Message, context.CancellationToken),
    });
}
