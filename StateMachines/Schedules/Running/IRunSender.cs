namespace Messaging.StateMachines;

/// <summary>Hands runs over to the broker: the port between schedules and the client that sends tasks.</summary>
internal interface IRunSender
{
    /// <summary>Sends runs to their queues and reports them to the trackers.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Gives up sending.</param>
    /// <returns>
    /// Ids of those that were not sent for certain, with the reason. All others are confirmed by the broker; the reports
    /// of them are waited for, though not for long.
    /// </returns>
    Task<IReadOnlyDictionary<Guid, string>> Send(IReadOnlyList<DueRun> runs, CancellationToken cancellationToken);
}
