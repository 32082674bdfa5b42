using MassTransit;

namespace Messaging.StateMachines;

/// <summary>Something that came in on the scheduler's queue: a message to keep, or the token of one to let
/// go.</summary>
internal sealed record ScheduleRequest(ConsumeContext Context, ScheduledMessage? Message, Guid Cancelled);
