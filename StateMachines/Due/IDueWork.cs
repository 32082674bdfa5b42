namespace Messaging.StateMachines;

/// <summary>Work that falls due in a store, where trackers claim it so that no two do the same.</summary>
internal interface IDueWork
{
    /// <summary>When the next of it falls due, whether or not somebody has claimed it; <c>null</c> if there is none.</summary>
    Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken);

    /// <summary>Claims what is due by now, a batch of it, and does it.</summary>
    Task<DueOutcome> DoDue(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Told of the first failure after a success.</summary>
    void OnFailed(Exception exception);

    /// <summary>Told of the first success after a failure.</summary>
    void OnRecovered();
}
