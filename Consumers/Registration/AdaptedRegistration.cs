using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Consumers;

/// <summary>A registration whose consumer MassTransit calls through an adapter.</summary>
internal sealed class AdaptedRegistration<TTask, TConsumer, TAdapter>(TaskPolicyBuilder code)
    : TaskRegistration(typeof(TTask), typeof(TConsumer), code)
    where TTask : class
    where TConsumer : class
    where TAdapter : class, IConsumer<TTask>
{
    internal override bool ReturnsResult { get; } =
        typeof(TAdapter).GetGenericTypeDefinition() == typeof(TaskConsumerAdapter<,,>);

    internal override ITaskObserver? Callbacks(WorkerServices worker) =>
        typeof(ITaskCallbacks<TTask>).IsAssignableFrom(typeof(TConsumer))
            ? new ConsumerCallbacks<TTask, TConsumer>(worker.Observers.Scopes, worker.Logger)
            : null;

    internal override void AddTo(IServiceCollection services, IRegistrationConfigurator massTransit)
    {
        services.TryAddScoped<TConsumer>();
        massTransit.AddConsumer<TAdapter>().ExcludeFromConfigureEndpoints();
    }

    internal override void Connect(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, WorkerServices worker) =>
        // Not ConfigureConsumer, which would add the filters of this endpoint to those of the endpoints before it.
        endpoint.Consumer<TAdapter>(
            context, consumer => consumer.Message<TTask>(pipe => TaskPipeline.Use(pipe, this, worker)));

    internal override async Task<string?> RunInChild(
        ConsumeContext context, Func<ConsumeContext, TaskExecution> begin, IServiceProvider services)
    {
        if (!context.TryGetMessage<TTask>(out var message))
        {
            throw new InvalidDataException(
                $"The message of task '{Name}' cannot be read as {typeof(TTask).FullName} in the child process. Its "
                + $"types are: {string.Join(", ", context.SupportedMessageTypes)}.");
        }

        using var execution = begin(message);
        message.AddOrUpdatePayload(() => execution, _ => execution);
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        message.AddOrUpdatePayload(() => provider, _ => provider);
        var consumer = provider.GetRequiredService<TAdapter>();
        await consumer.Consume(new TaskConsumeContext<TTask>(message, execution));
        return execution.Result;
    }
}
