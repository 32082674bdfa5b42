namespace Messaging.Consumers;

/// <summary>Passes on what a child process writes to standard error, and keeps the last of it.</summary>
internal sealed class ChildErrors
{
    private const int LinesKept = 20;
    private const int LongestLine = 500;

    private readonly Lock gate = new();
    private readonly Queue<string> last = new();

    public ChildErrors(StreamReader errors) => Ended = PassOn(errors);

    /// <summary>Ends when nobody can write there any more.</summary>
    public Task Ended { get; }

    /// <summary>The last lines.</summary>
    public string Last
    {
        get
        {
            lock (gate)
                return string.Join(Environment.NewLine, last);
        }
    }

    private async Task PassOn(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            lock (gate)
            {
                last.Enqueue(line.Length <= LongestLine ? line : line[..LongestLine] + " …");
                if (last.Count > LinesKept)
                    last.Dequeue();
            }
        }
    }
}
