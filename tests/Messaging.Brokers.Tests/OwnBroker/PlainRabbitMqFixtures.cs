using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class PlainRabbitMqSending : SendingSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqPublishing : PublishingSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqRequest : RequestSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqPriority : PrioritySuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqRedelivery : RedeliverySuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqErrorQueue : ErrorQueueSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqStop : StopSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqQueue : QueueSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqTemporaryQueue : TemporaryQueueSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqContent : ContentSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqClock : ClockSuite<PlainRabbitMq>;

[TestFixture]
public sealed class PlainRabbitMqConnectionLoss : ConnectionLossSuite<PlainRabbitMq>;
