namespace Messaging.Consumers;

/// <summary>How long requests take: the shortest of the last few, since long ones have many causes.</summary>
internal sealed class RoundTrips
{
    private const int Remembered = 8;

    private readonly Queue<TimeSpan> latest = new(Remembered);

    public TimeSpan Shortest => latest.Count == 0 ? TimeSpan.Zero : latest.Min();

    public void Add(TimeSpan time)
    {
        if (latest.Count == Remembered)
            latest.Dequeue();
        latest.Enqueue(time);
    }
}
