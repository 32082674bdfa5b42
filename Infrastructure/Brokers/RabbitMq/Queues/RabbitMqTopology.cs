using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.RabbitMqTransport.Topology;

namespace Messaging.RabbitMq;

/// <summary>
/// MassTransit's own topology for RabbitMQ, with our send topology in it. Puts the same parts together as
/// <see cref="RabbitMqTopologyConfiguration"/>, which cannot be given another one.
/// </summary>
internal sealed class RabbitMqTopology : IRabbitMqTopologyConfiguration
{
    private readonly IMessageTopologyConfigurator message = RabbitMqBusFactory.CreateMessageTopology();
    private readonly RabbitMqPublishTopology publish;
    private readonly RabbitMqSendTopologyWithQueues send;
    private readonly RabbitMqConsumeTopology consume;

    public RabbitMqTopology(RabbitMqQueueType queueType)
    {
        send = new RabbitMqSendTopologyWithQueues(queueType);
        send.ConnectSendTopologyConfigurationObserver(
            new DelegateSendTopologyConfigurationObserver(GlobalTopology.Send));
        send.TryAddConvention(new RoutingKeySendTopologyConvention());

        publish = new RabbitMqPublishTopology(message);
        publish.ConnectPublishTopologyConfigurationObserver(
            new DelegatePublishTopologyConfigurationObserver(GlobalTopology.Publish));
        publish.ConnectPublishTopologyConfigurationObserver(new PublishToSendTopologyConfigurationObserver(send));

        consume = new RabbitMqConsumeTopology(message, publish);
    }

    IMessageTopologyConfigurator ITopologyConfiguration.Message => message;

    ISendTopologyConfigurator ITopologyConfiguration.Send => send;

    IPublishTopologyConfigurator ITopologyConfiguration.Publish => publish;

    IConsumeTopologyConfigurator ITopologyConfiguration.Consume => consume;

    IRabbitMqPublishTopologyConfigurator IRabbitMqTopologyConfiguration.Publish => publish;

    IRabbitMqSendTopologyConfigurator IRabbitMqTopologyConfiguration.Send => send;

    IRabbitMqConsumeTopologyConfigurator IRabbitMqTopologyConfiguration.Consume => consume;

    public IEnumerable<ValidationResult> Validate() =>
        send.Validate().Concat(publish.Validate()).Concat(consume.Validate());
}
