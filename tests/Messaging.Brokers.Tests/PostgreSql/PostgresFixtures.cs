using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class PostgresSending : SendingSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresPublishing : PublishingSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresRequest : RequestSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresPriority : PrioritySuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresRedelivery : RedeliverySuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresDelay : DelaySuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresErrorQueue : ErrorQueueSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresStop : StopSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresQueue : QueueSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresTemporaryQueue : TemporaryQueueSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresContent : ContentSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresClock : ClockSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresConnectionLoss : ConnectionLossSuite<PostgresQueues>;

[TestFixture]
public sealed class PostgresRestart : RestartSuite<KillablePostgres>;
