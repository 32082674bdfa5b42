using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Tells the trackers that this worker has a task.</summary>
internal static class Receipt
{
    /// <summary>What the sender has not told, the receipt must, however soon the end follows.</summary>
    public static ValueTask Tell<TTask>(ConsumeContext<TTask> context, TaskExecution run, ITaskEventSink events)
        where TTask : class
    {
        run.IsReceiptTold = true;
        if (run.IsReported)
            return run.Report.Received(events, run.Shutdown);

        var arguments = JsonSerializer.Serialize(context.Message, TaskJson.Options);
        return events.Add(run.Received(run.Attempt, arguments), run.Shutdown);
    }
}
