using Messaging.Samples.WordCount.Tasks;

namespace Messaging.Samples.WordCount.Job;

/// <summary>What came of counting a folder.</summary>
internal sealed record JobResult(
    Totals Totals, IReadOnlyDictionary<string, long> States, IReadOnlyList<string> Failures, TimeSpan Elapsed);
