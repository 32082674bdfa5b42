using Messaging.Consumers;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tasks;

/// <summary>Runs <see cref="SumCounts"/>.</summary>
public sealed class SumCountsConsumer : ITaskConsumer<SumCounts, Totals>
{
    public Task<Totals> Consume(TaskContext<SumCounts> context)
    {
        var files = context.Message.Files;
        var common = files
            .SelectMany(file => file.CommonWords)
            .GroupBy(word => word.Word, word => word.Count, StringComparer.Ordinal)
            .Select(word => new WordFrequency(word.Key, word.Sum()))
            .OrderByDescending(word => word.Count)
            .ThenBy(word => word.Word, StringComparer.Ordinal)
            .Take(10);

        return Task.FromResult(new Totals
        {
            Files = files.Count,
            Lines = files.Sum(file => file.Lines),
            Words = files.Sum(file => file.Words),
            Bytes = files.Sum(file => file.Bytes),
            CommonWords = [.. common],
        });
    }
}
