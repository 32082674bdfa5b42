using Messaging.Consumers;
using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>Runs <see cref="ForLater"/>.</summary>
/// <param name="arrivals">Notes when it came.</param>
/// <param name="clock">The clock.</param>
internal sealed class ForLaterConsumer(Arrivals arrivals, TimeProvider clock) : ITaskConsumer<ForLater>
{
    public Task Consume(TaskContext<ForLater> context)
    {
        var due = TaskHeaderFormat.Time(context.Headers.Get<string>(TaskHeaders.Eta));
        arrivals.Add(context.Message.Number, clock.GetUtcNow() - due.GetValueOrDefault());
        return Task.CompletedTask;
    }
}
