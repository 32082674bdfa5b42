using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Permits, and when they were granted: a time by the worker's clock, as exactly as it is known.</summary>
/// <param name="Permits">The permits.</param>
/// <param name="From">No earlier than this.</param>
/// <param name="Until">No later than this.</param>
internal sealed record GrantedPermits(Permits Permits, TimeSpan From, TimeSpan Until);
