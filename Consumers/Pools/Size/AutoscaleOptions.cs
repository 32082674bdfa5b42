namespace Messaging.Consumers;

/// <summary>
/// Lets the number of tasks that run at the same time follow the load (<c>Worker:Autoscale</c>). It grows at once to
/// what waits, and shrinks when it has not grown for 30 s.
/// </summary>
public sealed class AutoscaleOptions
{
    /// <summary>
    /// The least. Default: none, which keeps the size at <c>Worker:Concurrency</c>; 1 to <see cref="Max"/>. Set both or
    /// neither; <c>Worker:Concurrency</c> then says nothing.
    /// </summary>
    public int? Min { get; set; }

    /// <summary>The most. Default: none; <see cref="Min"/> to 10,000.</summary>
    public int? Max { get; set; }
}
