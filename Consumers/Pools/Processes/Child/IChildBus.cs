using MassTransit;

namespace Messaging.Consumers;

/// <summary>
/// The bus of a child process, which receives no tasks. It is connected when a task first sends something, and the host
/// supplies it.
/// </summary>
internal interface IChildBus : ISendEndpointProvider, IPublishEndpointProvider
{
    /// <summary>Makes it, and with it the settings of the serializer, without connecting it.</summary>
    void Make();

    /// <summary>Waits until what was sent of events has been confirmed, if anything was.</summary>
    Task Flush();
}
