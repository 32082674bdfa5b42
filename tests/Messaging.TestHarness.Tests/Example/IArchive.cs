namespace Messaging.TestHarness.Tests.Example;

/// <summary>Where the numbers are.</summary>
public interface IArchive
{
    /// <summary>The numbers of a year.</summary>
    IReadOnlyList<decimal> Numbers(int year);
}
