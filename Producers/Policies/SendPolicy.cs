using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>How tasks of one kind are sent, unless the sender says otherwise with the task.</summary>
/// <param name="Queue">Queue, without prefix; <c>null</c> for the routes to say.</param>
/// <param name="Priority">Priority, 0 to 9; <c>null</c> for none.</param>
/// <param name="ExpiresAfter">Time after sending at which it is not started any more; <c>null</c> for never.</param>
internal sealed record SendPolicy(string? Queue, byte? Priority, TimeSpan? ExpiresAfter)
{
    /// <summary>Says nothing.</summary>
    public static SendPolicy None { get; } = new(null, null, null);

    /// <summary>When a task expires that is for this time; <c>null</c> for never.</summary>
    public DateTimeOffset? ExpiresAt(DateTimeOffset time) =>
        EtaLimit.Latest - time > ExpiresAfter ? time + ExpiresAfter : null;
}
