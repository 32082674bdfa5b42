using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class RabbitMqSending : SendingSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqPublishing : PublishingSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqRequest : RequestSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqPriority : PrioritySuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqRedelivery : RedeliverySuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqErrorQueue : ErrorQueueSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqStop : StopSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqPause : PauseSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqQueue : QueueSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqTemporaryQueue : TemporaryQueueSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqContent : ContentSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqClock : ClockSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqConnectionLoss : ConnectionLossSuite<QuorumRabbitMq>;

[TestFixture]
public sealed class RabbitMqRestart : RestartSuite<KillableRabbitMq>;
