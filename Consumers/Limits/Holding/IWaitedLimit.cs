namespace Messaging.Consumers;

/// <summary>A limit that a task has to wait for.</summary>
internal interface IWaitedLimit
{
    /// <summary>How long a task that comes now has to wait, as far as that is known.</summary>
    TimeSpan ExpectedWait { get; }

    /// <summary>Waits. Once it has, the task may go on.</summary>
    Task Enter(CancellationToken cancellationToken);

    /// <summary>How long to put a task off that cannot wait here.</summary>
    TimeSpan Defer();
}
