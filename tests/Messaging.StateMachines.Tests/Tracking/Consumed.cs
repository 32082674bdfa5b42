using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Messages as a consumer gets them, without a bus.</summary>
internal static class Consumed
{
    private static readonly ConsumeContext Nobody = new ReceivedContext(requestId: null, address: null);

    /// <summary>Anything that the tracker takes from its queues: lifecycle events and revocations.</summary>
    public static TrackedEvent Event(object message) => message switch
    {
        TaskEvent taskEvent => TrackedEvents.Of(Nobody, taskEvent),
        RevokeTask revoke => TrackedEvents.Of(Nobody, revoke),
        _ => throw new ArgumentException($"{message} is not for the tracker.", nameof(message)),
    };

    /// <summary>Somebody's wish to be told of a task's end.</summary>
    public static TrackedEvent Wait(Guid taskId, Guid requestId, Uri address, DateTimeOffset until)
    {
        var wait = new WaitForTask { TaskId = taskId, Until = until };
        return TrackedEvents.Of(new MessageConsumeContext<WaitForTask>(new ReceivedContext(requestId, address), wait));
    }

    private sealed class ReceivedContext(Guid? requestId, Uri? address)
        : BodyConsumeContext(DispatchProxy.Create<ReceiveContext, Defaults>(), null!)
    {
        public override Guid? RequestId => requestId;

        public override Uri ResponseAddress => address!;

        public override CancellationToken CancellationToken => CancellationToken.None;
    }

    /// <summary>Says nothing of how the message was received.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    private class Defaults : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod is { ReturnType: { IsValueType: true } type } && type != typeof(void)
                ? Activator.CreateInstance(type)
                : null;
    }
}
