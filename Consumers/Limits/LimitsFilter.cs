using MassTransit;
using MassTransit.Middleware;

namespace Messaging.Consumers;

/// <summary>
/// Holds a task until its limits let it go on. Stands in every pipeline, since limits may be set at run time; a task
/// without any goes past all of them at once.
/// </summary>
/// <param name="limits">The limits of the task, as they are now.</param>
/// <param name="filters">A filter for each limit, in order.</param>
internal sealed class LimitsFilter<TTask>(LimitsOfTask limits, IReadOnlyList<IFilter<ConsumeContext<TTask>>> filters)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    private Chain? chain;

    public Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next) =>
        limits.MayHold ? ChainTo(next).First.Send(context) : next.Send(context);

    public void Probe(ProbeContext context)
    {
        var scope = context.CreateFilterScope("task-limits");
        foreach (var filter in filters)
            filter.Probe(scope);
    }

    /// <summary>What comes next is the same for all messages, once the pipeline has been built.</summary>
    private Chain ChainTo(IPipe<ConsumeContext<TTask>> next)
    {
        if (chain is { } built && ReferenceEquals(built.Next, next))
            return built;

        var first = next;
        foreach (var filter in filters.Reverse())
            first = new FilterPipe<ConsumeContext<TTask>>(filter, first);
        return chain = new Chain(first, next);
    }

    private sealed record Chain(IPipe<ConsumeContext<TTask>> First, IPipe<ConsumeContext<TTask>> Next);
}
