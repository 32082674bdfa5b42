namespace Messaging.Producers;

/// <summary>Tasks run elsewhere: all that is known of their failures is what the trackers keep.</summary>
internal sealed class RemoteFailures : ITaskFailures
{
    public Exception? Find(Guid taskId) => null;
}
