using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>
/// What a broker must say that it can for a suite to show anything. For others there is no such fixture, so that nothing
/// counts as passed that was not tried; <see cref="BrokerSuites.Missing"/> asks for none, and one that is there fails.
/// </summary>
/// <param name="features">All of them.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequiresAttribute(BrokerFeatures features) : Attribute
{
    public BrokerFeatures Features => features;
}
