using MassTransit;

namespace Messaging.Consumers;

/// <summary>A message that is published to all workers, with its consumer on each worker's control queue.</summary>
internal abstract class ControlConsumer
{
    /// <summary>Registers the consumer, for the control queue only.</summary>
    public abstract void Register(IRegistrationConfigurator massTransit);

    /// <summary>Adds the consumer to the control queue.</summary>
    public abstract void Configure(IReceiveEndpointConfigurator controlQueue, IRegistrationContext context);

    /// <summary>Puts a prefix before the name of the topic that the message is published to.</summary>
    public abstract void NameTopic(IBusFactoryConfigurator bus, string prefix);
}

/// <inheritdoc/>
/// <typeparam name="TConsumer">The consumer.</typeparam>
/// <typeparam name="TMessage">The message.</typeparam>
internal sealed class ControlConsumer<TConsumer, TMessage> : ControlConsumer
    where TConsumer : class, IConsumer<TMessage>
    where TMessage : class
{
    public override void Register(IRegistrationConfigurator massTransit) =>
        massTransit.AddConsumer<TConsumer>().ExcludeFromConfigureEndpoints();

    public override void Configure(IReceiveEndpointConfigurator controlQueue, IRegistrationContext context) =>
        controlQueue.ConfigureConsumer<TConsumer>(context);

    public override void NameTopic(IBusFactoryConfigurator bus, string prefix) =>
        bus.Message<TMessage>(
            message => message.SetEntityName($"{prefix}{typeof(TMessage).Namespace}:{typeof(TMessage).Name}"));
}
