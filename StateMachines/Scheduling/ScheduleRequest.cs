using MassTransit;

namespace Messaging.StateMachines;

/// <summary>Something that came in on the scheduler's queue: a message to keep, or one to let go.</summary>
internal sealed record ScheduleRequest(ConsumeContext Context, ScheduledMessage? Message, CancelledMessage? Cancelled);
