using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Samples.WordCount.Counting;
using Messaging.Samples.WordCount.Tasks;

namespace Messaging.Samples.WordCount.Job;

/// <summary>
/// The producer: sends a task for each file, waits for their results, and sends one more to add them up.
/// </summary>
internal sealed class WordCountJob(ITaskClient tasks)
{
    private static readonly TimeSpan LongestTask = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Counts a folder.</summary>
    /// <param name="folder">The folder; all regular files below it are counted.</param>
    /// <param name="progress">Told how many tasks have ended, of how many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobResult> Run(string folder, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var job = new TaskOptions { RootId = Guid.CreateVersion7() };
        var mode = CountModes.FromEnvironment();
        var files = Folder.Files(folder).Select(path => new CountFile(path, mode)).ToArray();

        var sent = await tasks.SendMany(files, job, cancellationToken);

        using var done = new CancellationTokenSource();
        var watching = Watch(job, files.Length + 1, progress, done.Token);
        JobResult result;
        try
        {
            result = await Collect(sent, files, job, started, cancellationToken);
        }
        finally
        {
            await done.CancelAsync();
            await watching;
        }

        progress(files.Length + 1, files.Length + 1);
        return result;
    }

    private async Task<JobResult> Collect(
        IReadOnlyList<TaskHandle<FileCount>> sent,
        CountFile[] files,
        TaskOptions job,
        long started,
        CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        var counts = new List<FileCount>(files.Length);
        var results = sent.Select((task, index) => Result(task, files[index], failures, cancellationToken)).ToArray();
        foreach (var result in results)
        {
            if (await result is { } count)
                counts.Add(count);
        }

        var sum = await tasks.Send(new SumCounts(counts), job, cancellationToken);
        var totals = await sum.GetResult(LongestTask, cancellationToken);
        var states = await tasks.Count(new CountTasks { RootId = job.RootId }, cancellationToken);

        return new JobResult(totals, states.States, failures, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<FileCount?> Result(
        TaskHandle<FileCount> task, CountFile file, List<string> failures, CancellationToken cancellationToken)
    {
        try
        {
            return await task.GetResult(LongestTask, cancellationToken);
        }
        catch (TaskFailedException exception)
        {
            lock (failures)
                failures.Add($"{file.Path}: {exception.RemoteMessage}");
            return null;
        }
    }

    /// <summary>Shows what the tracker says, until it is told to stop. A tracker that is away is asked again.</summary>
    private async Task Watch(
        TaskOptions job, long total, Action<long, long> progress, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(BetweenLooks, cancellationToken);
                try
                {
                    var counts = await tasks.Count(new CountTasks { RootId = job.RootId }, cancellationToken);
                    progress(counts.States.Where(state => IsFinal(state.Key)).Sum(state => state.Value), total);
                }
                catch (Exception exception) when (exception is TimeoutException or QueryFailedException)
                {
                    await Console.Error.WriteLineAsync(exception.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private static bool IsFinal(string state) => Enum.Parse<TaskState>(state) >= TaskState.Succeeded;
}
