using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Finds the queue of a task: an exact route, else the longest pattern that fits, else the first function that answers,
/// else <c>default</c>.
/// </summary>
internal sealed class TaskRoutes
{
    private readonly Dictionary<string, string> exact = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, int Weight, string Queue)> patterns = [];
    private readonly IReadOnlyList<Func<ITask, string?>> functions;
    private readonly ConcurrentDictionary<string, string?> known = new(StringComparer.Ordinal);
    private readonly string prefix;

    /// <summary>Makes the routes.</summary>
    /// <param name="routes">Queue by task name; <c>*</c> in a name stands for any characters.</param>
    /// <param name="functions">Routes in code; <c>null</c> means no opinion.</param>
    /// <param name="prefix">What goes before every queue name.</param>
    public TaskRoutes(
        IReadOnlyDictionary<string, string> routes, IReadOnlyList<Func<ITask, string?>> functions, string prefix)
    {
        ArgumentNullException.ThrowIfNull(routes);
        this.functions = functions;
        this.prefix = prefix;

        foreach (var (name, queue) in routes)
        {
            if (name.Contains('*', StringComparison.Ordinal))
                patterns.Add((Glob(name), name.Length, queue));
            else
                exact[name] = queue;
        }

        patterns.Sort((left, right) => right.Weight.CompareTo(left.Weight));
    }

    /// <summary>The queue of a task, prefix included.</summary>
    /// <param name="task">The task.</param>
    /// <param name="name">Its name.</param>
    /// <param name="chosen">
    /// The queue that the sender asks for, without prefix; <c>null</c> if it does not care.
    /// </param>
    public string QueueOf(ITask task, string name, string? chosen) =>
        prefix + (chosen ?? known.GetOrAdd(name, ByName) ?? ByFunction(task) ?? SystemQueues.Default);

    /// <summary>A queue's full name.</summary>
    /// <param name="queue">Its name without prefix.</param>
    public string WithPrefix(string queue) => prefix + queue;

    private string? ByName(string name)
    {
        if (exact.TryGetValue(name, out var queue))
            return queue;

        return patterns.Find(route => route.Pattern.IsMatch(name)).Queue;
    }

    private string? ByFunction(ITask task)
    {
        foreach (var function in functions)
        {
            if (function(task) is { } queue)
                return queue;
        }

        return null;
    }

    private static Regex Glob(string pattern) => new(
        "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(1));
}
