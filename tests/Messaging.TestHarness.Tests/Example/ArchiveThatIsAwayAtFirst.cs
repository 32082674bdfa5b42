namespace Messaging.TestHarness.Tests.Example;

/// <summary>Answers when it is asked for the second time.</summary>
public sealed class ArchiveThatIsAwayAtFirst : IArchive
{
    private int questions;

    public IReadOnlyList<decimal> Numbers(int year) =>
        questions++ == 0 ? throw new TimeoutException("The archive does not answer.") : new decimal[600];
}
