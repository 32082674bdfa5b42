namespace Messaging.Contracts.Tests;

/// <summary>One of each message, with a value in every property, and a few that have only what they must.</summary>
internal static class Samples
{
    private const string Minimal = ".minimal";
    private const string SampleCursor = "1-0198f3a100007000800000000000000a";

    private static readonly TaskError Error = new()
    {
        Type = "System.IO.IOException",
        Message = "No \"space\" left <on> device & caf\u00e9",
        StackTrace = "   at Consume()\n   at Run()",
    };

    private static readonly TaskProgress Progress = new() { Current = 3, Total = 5_000_000_000, Message = "halfway" };

    private static readonly TaskAttempt Attempt = new()
    {
        Number = 2,
        Worker = SampleEvents.Worker,
        Queue = SampleEvents.Queue,
        ReceivedAt = SampleEvents.At(3),
        StartedAt = SampleEvents.At(4),
        FinishedAt = SampleEvents.At(5),
        Outcome = TaskState.Retrying,
        Error = Error,
        NextAttemptAt = SampleEvents.At(6),
        FailsIfLost = true,
    };

    private static readonly RevokeTask Revocation = new()
    {
        TaskId = SampleEvents.TaskId,
        Mode = RevokeMode.Terminate,
        Time = SampleEvents.At(7),
        Reason = "no longer needed",
    };

    private static readonly RevocationRule Rule = new()
    {
        TaskName = SampleEvents.Name,
        Header = "Tenant",
        Value = "17",
        Mode = RevokeMode.Terminate,
        Time = SampleEvents.At(7),
        Reason = "no longer needed",
        Expires = SampleEvents.At(9),
    };

    private static readonly ScheduledItem Scheduled = new()
    {
        Id = SampleEvents.TaskId,
        Attempt = 2,
        Due = SampleEvents.At(6),
        TryAt = SampleEvents.At(7),
        Failures = 1,
        Queue = SampleEvents.Queue,
        Name = SampleEvents.Name,
    };

    private static readonly ScheduledCount ScheduledCount = new()
    {
        Queue = SampleEvents.Queue, Name = SampleEvents.Name, Count = 5_000_000_000, NextDue = SampleEvents.At(6),
    };

    private static readonly TaskStatus Status = new()
    {
        TaskId = SampleEvents.TaskId,
        State = TaskState.Failed,
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Worker = SampleEvents.Worker,
        Attempt = 2,
        SubmittedAt = SampleEvents.At(0),
        Eta = SampleEvents.At(1),
        Expires = SampleEvents.At(9),
        StartedAt = SampleEvents.At(4),
        FinishedAt = SampleEvents.At(5),
        RevokeRequestedAt = SampleEvents.At(7),
        ReplayedAt = SampleEvents.At(8),
        RootId = SampleEvents.RootId,
        ParentId = SampleEvents.ParentId,
        Arguments = SampleEvents.Arguments,
        Result = "3",
        Error = Error,
        Progress = Progress,
        CustomState = "uploading",
        CustomStateMeta = "{\"file\":\"a\"}",
        Attempts = [Attempt with { Number = 1 }, Attempt],
    };

    private static readonly Dictionary<string, long> Counts = new(StringComparer.Ordinal)
    {
        ["Pending"] = 1,
        ["Succeeded"] = 5_000_000_000,
    };

    private static readonly TaskFilter Filter = new()
    {
        States = [TaskState.Failed, TaskState.Rejected],
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Worker = SampleEvents.Worker,
        RootId = SampleEvents.RootId,
        ParentId = SampleEvents.ParentId,
        From = SampleEvents.At(0),
        To = SampleEvents.At(9),
        Text = "customer 17",
    };

    private static readonly TaskSummary Summary = new()
    {
        TaskId = SampleEvents.TaskId,
        State = TaskState.Failed,
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Worker = SampleEvents.Worker,
        Attempt = 2,
        SubmittedAt = SampleEvents.At(0),
        Eta = SampleEvents.At(1),
        StartedAt = SampleEvents.At(4),
        FinishedAt = SampleEvents.At(5),
        RootId = SampleEvents.RootId,
        ParentId = SampleEvents.ParentId,
        Error = Error with { StackTrace = null },
        Arguments = SampleEvents.Arguments,
        Result = "3",
    };

    private static readonly TaskNameCounts NameCounts =
        new() { Name = SampleEvents.Name, Total = 5_000_000_001, States = Counts };

    private static readonly QueueBacklog QueueBacklog = new()
    {
        Queue = SampleEvents.Queue,
        Waiting = 3,
        Running = 2,
        Later = 1,
        OldestSince = SampleEvents.At(1),
        OldestTaskId = SampleEvents.TaskId,
    };

    private static readonly IntervalTrigger Interval =
        Trigger.Every(TimeSpan.FromMinutes(5).Add(TimeSpan.FromTicks(1)), SampleEvents.At(0));

    private static readonly Schedule Schedule = new()
    {
        Name = "reports.nightly",
        TaskName = SampleEvents.Name,
        MessageTypes = ["urn:message:Shop.Tasks:Add", "urn:message:Messaging.Contracts:ITask"],
        Arguments = SampleEvents.Arguments,
        Trigger = Trigger.Cron("0 3 * * *", "Europe/Paris"),
        Queue = SampleEvents.Queue,
        Priority = 5,
        MaxRetries = 2,
        SoftTimeLimit = TimeSpan.FromSeconds(10),
        TimeLimit = TimeSpan.FromSeconds(20),
        IgnoreResult = true,
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["tenant"] = "north" },
        ExpiresAfter = TimeSpan.FromHours(1),
        Deadline = TimeSpan.FromHours(2),
        Overlap = ScheduleOverlap.Skip,
        Jitter = TimeSpan.FromMinutes(3),
        Origin = ScheduleOrigin.Code,
    };

    private static readonly ScheduleRun Run = new()
    {
        TaskId = SampleEvents.TaskId, Due = SampleEvents.At(0), SentAt = SampleEvents.At(1), State = TaskState.Succeeded,
    };

    private static readonly ScheduleStatus ScheduleStatus = new()
    {
        Schedule = Schedule,
        Paused = true,
        CreatedAt = SampleEvents.At(0),
        ChangedAt = SampleEvents.At(1),
        NextRuns = [SampleEvents.At(8), SampleEvents.At(9)],
        LastDue = SampleEvents.At(7),
        LastRuns = [Run],
        RunCount = 5_000_000_000,
        SkippedCount = 2,
        MissedCount = 3,
    };

    private static readonly RateDemand RateDemand = new()
    {
        Limit = SampleEvents.Name, Key = "=north", Count = 2.5, Window = TimeSpan.FromMinutes(1), Permits = 3,
    };

    private static readonly LeaseDemand LeaseDemand = new()
    {
        Limit = SampleEvents.Name,
        Key = "=north",
        Most = 5,
        Held = [SampleEvents.TaskId],
        Waiting = [SampleEvents.RootId],
        Released = [SampleEvents.ParentId],
    };

    private static readonly RateGrant RateGrant = new()
    {
        Limit = SampleEvents.Name,
        Key = "=north",
        Permits = 2,
        Total = 5_000_000_000,
        First = TimeSpan.FromMilliseconds(10),
        Spacing = TimeSpan.FromMilliseconds(103),
        Tolerance = TimeSpan.FromMilliseconds(30),
        AskAgainAfter = TimeSpan.FromSeconds(0.5),
    };

    private static readonly LeaseGrant LeaseGrant = new()
    {
        Limit = SampleEvents.Name, Key = "=north", Granted = [SampleEvents.RootId],
    };

    private static readonly DeadLetter Letter = new()
    {
        Id = SampleEvents.TaskId,
        TaskId = SampleEvents.TaskId,
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Reason = DeadLetterReason.Unreadable,
        ErrorType = Error.Type,
        ErrorMessage = Error.Message,
        DeadAt = SampleEvents.At(5),
        Attempt = 2,
        Replays = 1,
        BodyLength = 5_000_000_000,
        ReplayId = SampleEvents.RootId,
    };

    private static readonly DeadLetterDetails LetterDetails = new()
    {
        Letter = Letter,
        Error = Error,
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { [TaskHeaders.Replays] = "1" },
        ContentType = "application/vnd.masstransit+json",
        BodyText = "{\"message\":{}}",
        BodyBase64 = "AP8=",
        IsBodyCut = true,
        Task = Status,
    };

    private static readonly DeadLetterFilter LetterFilter = new()
    {
        Everything = true,
        Id = SampleEvents.TaskId,
        TaskId = SampleEvents.TaskId,
        Queue = SampleEvents.Queue,
        Name = SampleEvents.Name,
        Reason = DeadLetterReason.Failed,
        ErrorType = Error.Type,
        Text = "device",
        From = SampleEvents.At(0),
        To = SampleEvents.At(9),
    };

    private static readonly object[] Messages =
    [
        .. SampleEvents.OfEachKind(Error, Progress),
        new TaskEvents { Events = SampleEvents.OfEachKind(Error, Progress) },
        Error,
        Progress,
        Attempt,
        Status,
        Revocation,
        new TaskReply { TaskId = SampleEvents.TaskId, State = TaskState.Failed, Result = "3", Error = Error },
        new RevokeTasks
        {
            TaskIds = [SampleEvents.TaskId, SampleEvents.RootId],
            Mode = RevokeMode.Terminate,
            Time = SampleEvents.At(7),
            Reason = "no longer needed",
        },
        Rule,
        new GetRevokedTasks { Worker = SampleEvents.Worker, Cursor = SampleCursor },
        new RevokedTasks { Tasks = [Revocation], Rules = [Rule], NextCursor = SampleCursor },
        new GetTaskStatus { TaskId = SampleEvents.TaskId },
        new WaitForTask { TaskId = SampleEvents.TaskId, Until = SampleEvents.At(8) },
        Filter,
        new ListTasks { Filter = Filter, PageSize = 100, Cursor = SampleCursor, PreviewLength = 200 },
        Summary,
        new TaskPage { Tasks = [Summary], NextCursor = SampleCursor },
        new CountTasks
        {
            RootId = SampleEvents.RootId, Name = SampleEvents.Name, Queue = SampleEvents.Queue,
            Filter = Filter, By = CountBy.NameAndState,
        },
        NameCounts,
        new TaskCounts { States = Counts, Names = [NameCounts] },
        new GetBacklog { Queue = SampleEvents.Queue },
        new ListScheduled
        {
            Queue = SampleEvents.Queue, Name = SampleEvents.Name, DueBefore = SampleEvents.At(8), PageSize = 100,
            Cursor = ScheduledCursor.Write(Scheduled),
        },
        Scheduled,
        new ScheduledPage { Items = [Scheduled], NextCursor = ScheduledCursor.Write(Scheduled) },
        new CountScheduled { Queue = SampleEvents.Queue, Name = SampleEvents.Name, DueBefore = SampleEvents.At(8) },
        ScheduledCount,
        new ScheduledCounts { Counts = [ScheduledCount] },
        Letter,
        LetterDetails,
        LetterFilter,
        new ListDeadLetters { Filter = LetterFilter, PageSize = 100, Cursor = DeadLetterCursor.Write(Letter) },
        new DeadLetterPage { Letters = [Letter], NextCursor = DeadLetterCursor.Write(Letter) },
        new CountDeadLetters { Filter = LetterFilter },
        new DeadLetterCount { Count = 5_000_000_000 },
        new GetDeadLetter { Id = SampleEvents.TaskId },
        new DiscardDeadLetters { Filter = LetterFilter },
        new ReplayDeadLetters
        {
            ReplayId = SampleEvents.RootId, Filter = LetterFilter, Queue = SampleEvents.Queue,
        },
        new GetReplay { ReplayId = SampleEvents.RootId },
        new ReplayStatus
        {
            ReplayId = SampleEvents.RootId, RequestedAt = SampleEvents.At(8), Total = 5_000_000_000, Waiting = 3,
            Failing = 1,
        },
        QueueBacklog,
        new TaskBacklog { Queues = [QueueBacklog] },
        Schedule,
        Run,
        ScheduleStatus,
        new PutSchedule { Schedule = Schedule },
        new GetSchedule { Name = Schedule.Name },
        new PauseSchedule { Name = Schedule.Name },
        new ResumeSchedule { Name = Schedule.Name },
        new DeleteSchedule { Name = Schedule.Name },
        new RunSchedule { Name = Schedule.Name, TaskId = SampleEvents.TaskId },
        new ListSchedules { TaskName = SampleEvents.Name, PageSize = 100, Cursor = "reports.hourly" },
        new SchedulePage { Schedules = [ScheduleStatus], NextCursor = Schedule.Name },
        RateDemand,
        LeaseDemand,
        new GetPermits
        {
            Worker = SampleEvents.Worker, Lateness = TimeSpan.FromMilliseconds(7), Rates = [RateDemand],
            Leases = [LeaseDemand],
        },
        RateGrant,
        LeaseGrant,
        new Permits
        {
            Tracker = SampleEvents.RootId,
            Received = TimeSpan.FromMilliseconds(1),
            GrantedFrom = TimeSpan.FromMilliseconds(2),
            GrantedUntil = TimeSpan.FromMilliseconds(3),
            Sent = TimeSpan.FromMilliseconds(4),
            Rates = [RateGrant],
            Leases = [LeaseGrant],
        },
        .. SampleWorkers.Messages,
        new TruncatedPayload { Bytes = 5_000_000_000, Limit = 1_048_576, Start = "{\"text\":\"caf\u00e9" },
        Trigger.Cron("0 3 * * mon-fri", "Europe/Paris"),
        Interval,
        Trigger.Once(SampleEvents.At(1)),
        Trigger.Solar(SolarEvent.Sunrise, 52.52, -13.4),
    ];

    /// <summary>By type name.</summary>
    public static IReadOnlyDictionary<string, object> Full { get; } =
        Messages.ToDictionary(message => message.GetType().Name, StringComparer.Ordinal);

    /// <summary>Full and minimal ones, by the name of their golden file.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>(
        Full, StringComparer.Ordinal)
    {
        [nameof(TaskStatus) + Minimal] = new TaskStatus { TaskId = SampleEvents.TaskId, State = TaskState.Unknown },
        [nameof(TaskStarted) + Minimal] = SampleEvents.Minimal,
        [nameof(ListTasks) + Minimal] = new ListTasks(),
        [nameof(ListDeadLetters) + Minimal] = new ListDeadLetters(),
        [nameof(TaskNameCounts) + Minimal] = NameCounts with { Name = null },
        [nameof(QueueBacklog) + Minimal] = new QueueBacklog { Queue = null, Waiting = 0, Running = 0, Later = 0 },
        [nameof(CronTrigger) + Minimal] = Trigger.Cron("@daily"),
        [nameof(IntervalTrigger) + Minimal] = Interval with { From = null },
        [nameof(Contracts.Schedule) + Minimal] = new Schedule
        {
            Name = "a", TaskName = "b", MessageTypes = ["urn:message:A:B"], Arguments = "{}", Queue = "default",
            Trigger = Trigger.Every(TimeSpan.FromMinutes(1)),
        },
        [nameof(WorkerCommand) + Minimal] = new WorkerCommand { Kind = WorkerCommandKind.Ping },
        [nameof(WorkerReply) + Minimal] = new WorkerReply { Worker = SampleEvents.Worker },
        [nameof(ListWorkers) + Minimal] = new ListWorkers(),
        [nameof(TaskReply) + Minimal] = new TaskReply { TaskId = SampleEvents.TaskId, State = TaskState.Succeeded },
    };

    /// <summary>
    /// Every sealed record of the contracts but <see cref="Backoff"/>, which travels in headers; what <c>with</c> calls
    /// tells it from a class.
    /// </summary>
    public static IEnumerable<Type> MessageTypes { get; } = typeof(ITask).Assembly.GetTypes()
        .Where(type => type.IsSealed && type != typeof(Backoff) && type.GetMethod("<Clone>$") is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal);
}
