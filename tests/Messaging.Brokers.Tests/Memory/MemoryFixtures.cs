using Messaging.BrokerTests;

namespace Messaging.Brokers.Tests;

[TestFixture]
public sealed class MemorySending : SendingSuite<Memory>;

[TestFixture]
public sealed class MemoryPublishing : PublishingSuite<Memory>;

[TestFixture]
public sealed class MemoryRequest : RequestSuite<Memory>;

[TestFixture]
public sealed class MemoryPriority : PrioritySuite<Memory>;

[TestFixture]
public sealed class MemoryDelay : DelaySuite<Memory>;

[TestFixture]
public sealed class MemoryErrorQueue : ErrorQueueSuite<Memory>;

[TestFixture]
public sealed class MemoryStop : StopSuite<Memory>;

[TestFixture]
public sealed class MemoryQueue : QueueSuite<Memory>;

[TestFixture]
public sealed class MemoryTemporaryQueue : TemporaryQueueSuite<Memory>;

[TestFixture]
public sealed class MemoryContent : ContentSuite<Memory>;

[TestFixture]
public sealed class MemoryClock : ClockSuite<Memory>;
