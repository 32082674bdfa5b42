namespace Messaging.Consumers;

/// <summary>What a worker and its child process tell each other.</summary>
internal enum FrameKind : byte
{
    /// <summary>From the child: it can run tasks.</summary>
    Ready = 1,

    /// <summary>To the child: run a task; a <see cref="RunFrame"/>.</summary>
    Run = 2,

    /// <summary>To the child: cancel a run; a <see cref="CancelFrame"/>.</summary>
    Cancel = 3,

    /// <summary>From the child: a <see cref="ProgressFrame"/>.</summary>
    Progress = 4,

    /// <summary>From the child: a <see cref="StateFrame"/>.</summary>
    State = 5,

    /// <summary>From the child: the run has ended; an <see cref="EndedFrame"/>.</summary>
    Ended = 6,
}
