namespace Messaging.Benchmarks;

/// <summary>Something that is measured.</summary>
internal abstract class Scenario
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it measures, for the command's help.</summary>
    public abstract string Description { get; }

    /// <summary>Tasks a round, unless the command line says.</summary>
    public abstract int DefaultTasks { get; }

    /// <summary>What keeps it from running with these arguments, each as a sentence.</summary>
    public virtual IEnumerable<string> Faults(BenchmarkArguments arguments) => [];

    /// <summary>Measures.</summary>
    /// <exception cref="BenchmarkFailedException">There is no result; says why.</exception>
    public abstract Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken);
}
