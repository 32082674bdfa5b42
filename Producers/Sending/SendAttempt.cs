using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// One attempt to put a task onto its queue, as the pipe that its message goes through. It can be withdrawn as long as
/// the message has not left.
/// </summary>
internal sealed class SendAttempt(OutgoingTask task) : IPipe<SendContext>
{
    private int state;

    private enum State
    {
        Waiting = 0,
        Left = 1,
        Withdrawn = 2,
    }

    /// <summary>Done when the broker has confirmed the message.</summary>
    public Task Confirmed { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it.</summary>
    public static SendAttempt Start(OutgoingTask task, Func<OutgoingTask, IPipe<SendContext>, Task> put)
    {
        var attempt = new SendAttempt(task);
        attempt.Confirmed = put(task, attempt);
        return attempt;
    }

    /// <summary>Holds the message back, unless it has left.</summary>
    public bool TryWithdraw()
    {
        if (Interlocked.CompareExchange(ref state, (int)State.Withdrawn, (int)State.Waiting) != (int)State.Waiting)
            return false;

        // What it fails with now, if it ever does, is no news.
        Confirmed.IgnoreFault();
        return true;
    }

    public Task Send(SendContext context) =>
        Interlocked.CompareExchange(ref state, (int)State.Left, (int)State.Waiting) == (int)State.Withdrawn
            ? throw new OperationCanceledException("The attempt to send this message was withdrawn.")
            : task.Send(context);

    public void Probe(ProbeContext context) => task.Probe(context);
}
