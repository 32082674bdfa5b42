namespace Messaging.Hosting;

/// <summary>What a process does. Every process is a producer.</summary>
[Flags]
public enum MessagingRoles
{
    /// <summary>Sends tasks.</summary>
    Producer = 0,

    /// <summary>Runs tasks.</summary>
    Worker = 1,

    /// <summary>Follows tasks and answers queries; owns the database.</summary>
    Tracker = 2,
}
