using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class SqsSending : SendingSuite<Sqs>;

[TestFixture]
public sealed class SqsPublishing : PublishingSuite<Sqs>;

[TestFixture]
public sealed class SqsRequest : RequestSuite<Sqs>;

[TestFixture]
public sealed class SqsPriority : PrioritySuite<Sqs>;

[TestFixture]
[Order(1)]
public sealed class SqsRedelivery : RedeliverySuite<Sqs>;

[TestFixture]
public sealed class SqsDelay : DelaySuite<Sqs>;

[TestFixture]
public sealed class SqsErrorQueue : ErrorQueueSuite<Sqs>;

[TestFixture]
public sealed class SqsStop : StopSuite<Sqs>;

[TestFixture]
public sealed class SqsPause : PauseSuite<Sqs>;

[TestFixture]
public sealed class SqsQueue : QueueSuite<Sqs>;

[TestFixture]
[Order(1)]
public sealed class SqsTemporaryQueue : TemporaryQueueSuite<Sqs>;

[TestFixture]
public sealed class SqsContent : ContentSuite<Sqs>;

[TestFixture]
[Order(1)]
public sealed class SqsClock : ClockSuite<Sqs>;

[TestFixture]
public sealed class SqsConnectionLoss : ConnectionLossSuite<Sqs>;
