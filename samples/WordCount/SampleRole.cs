namespace Messaging.Samples.WordCount;

/// <summary>Which part of the sample a process plays.</summary>
internal enum SampleRole
{
    /// <summary>All of them.</summary>
    All = 0,

    /// <summary>Sends the tasks and shows the result.</summary>
    Producer = 1,

    /// <summary>Runs the tasks, until it is stopped.</summary>
    Worker = 2,

    /// <summary>Follows the tasks, until it is stopped.</summary>
    Tracker = 3,
}
