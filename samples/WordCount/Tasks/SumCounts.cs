using Messaging.Contracts;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tasks;

/// <summary>Adds up the counts of all files.</summary>
/// <param name="Files">The counts.</param>
[TaskName("wordcount.sum")]
public sealed record SumCounts(IReadOnlyList<FileCount> Files) : ITask<Totals>;
