using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>An answer of a tracker. Times are timestamps of the worker's clock.</summary>
/// <param name="Permits">The permits.</param>
/// <param name="Asked">Read before the request was sent.</param>
/// <param name="Answered">Read after the answer had come.</param>
internal sealed record PermitAnswer(Permits Permits, long Asked, long Answered);
