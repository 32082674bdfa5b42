using MassTransit;
using MassTransit.Scheduling;

namespace Messaging.StateMachines;

/// <summary>Takes messages that are to be sent later.</summary>
internal sealed class ScheduleMessageConsumer(MessageSchedule schedule) : IConsumer<ScheduleMessage>
{
    public Task Consume(ConsumeContext<ScheduleMessage> context) =>
        schedule.Take(new ScheduleRequest(context, ScheduledEnvelope.Of(context), Cancelled: null));
}

/// <summary>Takes cancellations of such messages.</summary>
internal sealed class CancelScheduledMessageConsumer(MessageSchedule schedule) : IConsumer<CancelScheduledMessage>
{
    public Task Consume(ConsumeContext<CancelScheduledMessage> context) =>
        schedule.Take(new ScheduleRequest(
            context,
            Message: null,
            new CancelledMessage(
                context.Message.TokenId, ScheduledTime.Of(context.SentTime ?? context.Message.Timestamp))));
}
