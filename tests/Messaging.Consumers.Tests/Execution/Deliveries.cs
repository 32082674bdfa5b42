using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Messaging.Consumers.Tests.Execution;

/// <summary>Makes runs of messages that no transport has delivered.</summary>
internal static class Deliveries
{
    /// <summary>A run of a message with some headers.</summary>
    public static TaskExecution Run(
        string name = "math.add", Guid? taskId = null, TaskPolicy? policy = null, params (string, string)[] headers) =>
        new(
            new Delivery(taskId ?? Guid.CreateVersion7(), headers, CancellationToken.None), name, "default", "w1",
            policy ?? new TaskPolicy(), TimeProvider.System);

    /// <summary>A run of a message whose delivery can be taken back.</summary>
    public static TaskExecution RunUntil(CancellationToken shutdown) =>
        new(
            new Delivery(Guid.CreateVersion7(), [], shutdown), "math.add", "default", "w1", new TaskPolicy(),
            TimeProvider.System);

    private sealed class Delivery(Guid taskId, (string Name, string Value)[] headers, CancellationToken shutdown)
        : BodyConsumeContext(DispatchProxy.Create<ReceiveContext, Defaults>(), null!)
    {
        public override Guid? MessageId => taskId;

        public override DateTime? SentTime => null;

        public override Headers Headers { get; } = new ReadOnlyDictionaryHeaders(
            SystemTextJsonMessageSerializer.Instance,
            headers.ToDictionary(
                header => header.Name, header => (object)header.Value, StringComparer.OrdinalIgnoreCase));

        public override CancellationToken CancellationToken => shutdown;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    private class Defaults : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod is { ReturnType: { IsValueType: true } type } && type != typeof(void)
                ? Activator.CreateInstance(type)
                : null;
    }
}
