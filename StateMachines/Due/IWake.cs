namespace Messaging.StateMachines;

/// <summary>Wakes whoever sleeps until something falls due, when this tracker has stored what is due sooner.</summary>
internal interface IWake
{
    /// <summary>The store is about to be looked at; what was stored before will be found there.</summary>
    void Look();

    /// <summary>Sleeps, but not past what was stored since the last look.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    Task Sleep(TimeSpan time, CancellationToken cancellationToken);
}
