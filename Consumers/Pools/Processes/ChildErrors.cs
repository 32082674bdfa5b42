namespace Messaging.Consumers;

/// <summary>
/// Passes on what a child process writes to standard error, and keeps the last of it. On a thread of its own: whoever
/// waits for a pipe blocks a thread, also when he awaits it, and the thread pool would lose one for each child.
/// </summary>
internal sealed class ChildErrors
{
    private const int LinesKept = 20;
    private const int LongestLine = 500;

    private readonly Lock gate = new();
    private readonly Queue<string> last = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildErrors(StreamReader errors) =>
        new Thread(() => PassOn(errors)) { IsBackground = true, Name = "messaging-child-errors" }.Start();

    /// <summary>Ends when nobody can write there any more.</summary>
    public Task Ended => ended.Task;

    /// <summary>The last lines.</summary>
    public string Last
    {
        get
        {
            lock (gate)
                return string.Join(Environment.NewLine, last);
        }
    }

    private void PassOn(StreamReader errors)
    {
        while (errors.ReadLine() is { } line)
        {
            Console.Error.WriteLine(line);
            lock (gate)
            {
                last.Enqueue(line.Length <= LongestLine ? line : line[..LongestLine] + " …");
                if (last.Count > LinesKept)
                    last.Dequeue();
            }
        }

        ended.TrySetResult();
    }
}
