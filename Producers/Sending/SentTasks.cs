namespace Messaging.Producers;

/// <summary>How far a <c>SendMany</c> has come.</summary>
internal sealed class SentTasks
{
    private readonly List<(Guid TaskId, SubmittedTask Submitted)> sent = [];

    public Exception? Failure { get; set; }

    public int Failed { get; set; }

    public void Add(OutgoingTask task, SubmittedTask submitted) => sent.Add((task.TaskId, submitted));

    public List<THandle> Handles<THandle>(Func<Guid, SubmittedTask, THandle> handle)
        where THandle : TaskHandle
    {
        var handles = sent.ConvertAll(task => handle(task.TaskId, task.Submitted));
        return Failure is null ? handles : throw new SendManyException(handles, Failed, Failure);
    }
}
