using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>There is no worker of the name that was given. Names one that may have been meant.</summary>
public sealed class WorkerNotFoundException : Exception
{
    internal WorkerNotFoundException(string name, IReadOnlyCollection<string> known)
        : base(Describe(name, known))
    {
        Name = name;
    }

    /// <summary>The name that was given.</summary>
    public string Name { get; }

    /// <summary>Says that a name is none, and which there are.</summary>
    internal static string Describe(string name, IReadOnlyCollection<string> known) => known.Count == 0
        ? $"There is no worker '{name}', nor any other. A worker is known when its first heartbeat has come in."
        : $"There is no worker '{name}'. {DidYouMean.Sentence(name, known)}There are {WorkerNames.List(known)}.";
}
