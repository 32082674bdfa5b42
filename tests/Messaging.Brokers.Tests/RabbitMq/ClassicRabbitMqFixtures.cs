using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class ClassicRabbitMqSending : SendingSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqPublishing : PublishingSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqRequest : RequestSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqPriority : PrioritySuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqRedelivery : RedeliverySuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqErrorQueue : ErrorQueueSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqStop : StopSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqPause : PauseSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqQueue : QueueSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqTemporaryQueue : TemporaryQueueSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqContent : ContentSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqClock : ClockSuite<ClassicRabbitMq>;

[TestFixture]
public sealed class ClassicRabbitMqConnectionLoss : ConnectionLossSuite<ClassicRabbitMq>;
