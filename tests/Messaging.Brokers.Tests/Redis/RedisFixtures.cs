using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class RedisSending : SendingSuite<RedisQueues>;

[TestFixture]
public sealed class RedisPublishing : PublishingSuite<RedisQueues>;

[TestFixture]
public sealed class RedisRequest : RequestSuite<RedisQueues>;

[TestFixture]
public sealed class RedisPriority : PrioritySuite<RedisQueues>;

[TestFixture]
public sealed class RedisRedelivery : RedeliverySuite<RedisQueues>;

[TestFixture]
public sealed class RedisDelay : DelaySuite<RedisQueues>;

[TestFixture]
public sealed class RedisErrorQueue : ErrorQueueSuite<RedisQueues>;

[TestFixture]
public sealed class RedisStop : StopSuite<RedisQueues>;

[TestFixture]
public sealed class RedisQueue : QueueSuite<RedisQueues>;

[TestFixture]
public sealed class RedisTemporaryQueue : TemporaryQueueSuite<RedisQueues>;

[TestFixture]
public sealed class RedisContent : ContentSuite<RedisQueues>;

[TestFixture]
public sealed class RedisClock : ClockSuite<RedisQueues>;

[TestFixture]
public sealed class RedisConnectionLoss : ConnectionLossSuite<RedisQueues>;

[TestFixture]
public sealed class RedisRestart : RestartSuite<KillableRedis>;
