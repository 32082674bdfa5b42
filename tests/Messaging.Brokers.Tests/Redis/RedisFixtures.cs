using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class RedisSending : SendingSuite<Redis>;

[TestFixture]
public sealed class RedisPublishing : PublishingSuite<Redis>;

[TestFixture]
public sealed class RedisRequest : RequestSuite<Redis>;

[TestFixture]
public sealed class RedisPriority : PrioritySuite<Redis>;

[TestFixture]
[Order(1)]
public sealed class RedisRedelivery : RedeliverySuite<Redis>;

[TestFixture]
public sealed class RedisDelay : DelaySuite<Redis>;

[TestFixture]
public sealed class RedisErrorQueue : ErrorQueueSuite<Redis>;

[TestFixture]
public sealed class RedisStop : StopSuite<Redis>;

[TestFixture]
public sealed class RedisPause : PauseSuite<Redis>;

[TestFixture]
public sealed class RedisQueue : QueueSuite<Redis>;

[TestFixture]
[Order(1)]
public sealed class RedisTemporaryQueue : TemporaryQueueSuite<Redis>;

[TestFixture]
public sealed class RedisContent : ContentSuite<Redis>;

[TestFixture]
[Order(1)]
public sealed class RedisClock : ClockSuite<Redis>;

[TestFixture]
public sealed class RedisConnectionLoss : ConnectionLossSuite<Redis>;

[TestFixture]
public sealed class RedisRestart : RestartSuite<KillableRedis>;
