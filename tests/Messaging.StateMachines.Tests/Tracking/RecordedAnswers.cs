using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Context;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes the answers that a tracker sends.</summary>
internal sealed class RecordedAnswers : ISendEndpointProvider
{
    private readonly ConcurrentQueue<Answer> sent = new();

    public IReadOnlyCollection<Answer> Sent => sent;

    /// <summary>Before an answer is sent.</summary>
    public Func<CancellationToken, Task> Sending { get; set; } = _ => Task.CompletedTask;

    public Task<ISendEndpoint> GetSendEndpoint(Uri address) =>
        Task.FromResult<ISendEndpoint>(new Endpoint(this, address));

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => throw new NotSupportedException();

    public sealed record Answer(Uri Address, Guid? RequestId, TimeSpan? TimeToLive, TaskStatus Status);

    private sealed class Endpoint(RecordedAnswers answers, Uri address) : ISendEndpoint
    {
        public async Task Send<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken = default)
            where T : class
        {
            await answers.Sending(cancellationToken);
            var context = new MessageSendContext<T>(message, cancellationToken);
            await pipe.Send(context);
            answers.sent.Enqueue(
                new Answer(address, context.RequestId, context.TimeToLive, (TaskStatus)(object)message));
        }

        public Task Send<T>(T message, CancellationToken cancellationToken = default)
            where T : class =>
            throw new NotSupportedException();

        public Task Send<T>(T message, IPipe<SendContext> pipe, CancellationToken cancellationToken = default)
            where T : class =>
            throw new NotSupportedException();

        public Task Send(object message, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task Send(object message, Type messageType, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task Send(object message, IPipe<SendContext> pipe, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task Send(
            object message, Type messageType, IPipe<SendContext> pipe, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task Send<T>(object values, CancellationToken cancellationToken = default)
            where T : class =>
            throw new NotSupportedException();

        public Task Send<T>(object values, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken = default)
            where T : class =>
            throw new NotSupportedException();

        public Task Send<T>(object values, IPipe<SendContext> pipe, CancellationToken cancellationToken = default)
            where T : class =>
            throw new NotSupportedException();

        public ConnectHandle ConnectSendObserver(ISendObserver observer) => throw new NotSupportedException();
    }
}
