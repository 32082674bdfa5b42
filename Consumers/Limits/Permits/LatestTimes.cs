namespace Messaging.Consumers;

/// <summary>How long something takes as a rule: three quarters of the last few times were not longer.</summary>
internal sealed class LatestTimes
{
    private const int Remembered = 16;

    private readonly Queue<TimeSpan> latest = new(Remembered);

    public TimeSpan Usual => latest.Count == 0 ? TimeSpan.Zero : latest.Order().ElementAt((latest.Count - 1) * 3 / 4);

    public void Add(TimeSpan time)
    {
        if (latest.Count == Remembered)
            latest.Dequeue();
        latest.Enqueue(time);
    }
}
