namespace Messaging.Benchmarks;

/// <summary>How tasks for later have arrived at a worker.</summary>
/// <param name="Distinct">So many different ones.</param>
/// <param name="Duplicates">So many that had come before.</param>
/// <param name="LateP50">Half came later than so many milliseconds after they were due.</param>
/// <param name="LateP99">One in a hundred came later than that.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Rss">Physical memory of the worker after the last, in MiB.</param>
internal sealed record ArrivalFigures(
    int Distinct, long Duplicates, int LateP50, int LateP99, double Seconds, double Rss);
