using System.Globalization;
using System.Reflection;
using MassTransit;

namespace Messaging.Consumers;

/// <summary>Finds out which tasks a consumer runs.</summary>
internal static class ConsumerTypes
{
    /// <summary>A registration for each task that the consumer runs; empty if it is none.</summary>
    public static IEnumerable<TaskRegistration> RegistrationsOf(Type consumer, TaskPolicyBuilder code)
    {
        if (consumer is { IsClass: false } or { IsAbstract: true } or { IsGenericTypeDefinition: true })
            yield break;

        foreach (var type in consumer.GetInterfaces().Where(type => type.IsGenericType))
        {
            var arguments = type.GetGenericArguments();
            var adapter = Adapter(type.GetGenericTypeDefinition());
            if (adapter is not null)
                yield return Create(arguments[0], consumer, adapter.MakeGenericType([.. arguments, consumer]), code);
        }
    }

    private static Type? Adapter(Type definition)
    {
        if (definition == typeof(ITaskConsumer<>))
            return typeof(TaskConsumerAdapter<,>);
        if (definition == typeof(ITaskConsumer<,>))
            return typeof(TaskConsumerAdapter<,,>);

        return definition == typeof(IConsumer<>) ? typeof(PlainConsumerAdapter<,>) : null;
    }

    private static TaskRegistration Create(Type task, Type consumer, Type adapter, TaskPolicyBuilder code) =>
        (TaskRegistration)Activator.CreateInstance(
            typeof(AdaptedRegistration<,,>).MakeGenericType(task, consumer, adapter),
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions,
            binder: null,
            [code],
            CultureInfo.InvariantCulture)!;
}
