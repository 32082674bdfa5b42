namespace Messaging.PullTransport;

/// <summary>Of several messages some were sent and others not. Those that were must not be sent again.</summary>
/// <param name="failures">For each message of the call, in its order: <c>null</c> if the broker has it, else why not.</param>
internal sealed class PartialSendException(IReadOnlyList<Exception?> failures) : Exception(
    $"{failures.Count(failure => failure is not null)} of {failures.Count} messages were not sent. The first: "
    + failures.First(failure => failure is not null)!.Message)
{
    /// <summary>For each message of the call what became of it.</summary>
    public IReadOnlyList<Exception?> Failures => failures;
}
