namespace Messaging.BrokerTests;

/// <summary>What the suites publish. Tests share the topics of a broker, so each takes note of its own only.</summary>
public interface IHappened
{
    /// <summary>The test's own.</summary>
    Guid Test { get; }
}

/// <summary>An event.</summary>
/// <param name="Test">The test's own.</param>
public record SomethingHappened(Guid Test) : IHappened;

/// <summary>An event that is also one of another kind.</summary>
/// <param name="Test">The test's own.</param>
public sealed record SomethingGreatHappened(Guid Test) : SomethingHappened(Test);

/// <summary>An event that no test subscribes to.</summary>
/// <param name="Test">The test's own.</param>
public sealed record NobodyCares(Guid Test) : IHappened;
