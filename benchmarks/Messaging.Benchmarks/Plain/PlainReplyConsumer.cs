using MassTransit;

namespace Messaging.Benchmarks;

/// <summary>Answers <see cref="PlainNoOp"/>.</summary>
internal sealed class PlainReplyConsumer : IConsumer<PlainNoOp>
{
    public Task Consume(ConsumeContext<PlainNoOp> context) =>
        context.RespondAsync(new PlainReply(context.Message.Number));
}
