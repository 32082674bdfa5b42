using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class PostgresSending : SendingSuite<Postgres>;

[TestFixture]
public sealed class PostgresPublishing : PublishingSuite<Postgres>;

[TestFixture]
public sealed class PostgresRequest : RequestSuite<Postgres>;

[TestFixture]
public sealed class PostgresPriority : PrioritySuite<Postgres>;

[TestFixture]
[Order(1)]
public sealed class PostgresRedelivery : RedeliverySuite<Postgres>;

[TestFixture]
public sealed class PostgresDelay : DelaySuite<Postgres>;

[TestFixture]
public sealed class PostgresErrorQueue : ErrorQueueSuite<Postgres>;

[TestFixture]
public sealed class PostgresStop : StopSuite<Postgres>;

[TestFixture]
public sealed class PostgresPause : PauseSuite<Postgres>;

[TestFixture]
public sealed class PostgresQueue : QueueSuite<Postgres>;

[TestFixture]
[Order(1)]
public sealed class PostgresTemporaryQueue : TemporaryQueueSuite<Postgres>;

[TestFixture]
public sealed class PostgresContent : ContentSuite<Postgres>;

[TestFixture]
[Order(1)]
public sealed class PostgresClock : ClockSuite<Postgres>;

[TestFixture]
public sealed class PostgresConnectionLoss : ConnectionLossSuite<Postgres>;

[TestFixture]
public sealed class PostgresRestart : RestartSuite<KillablePostgres>;
