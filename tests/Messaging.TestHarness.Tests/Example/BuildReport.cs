using Messaging.Contracts;

namespace Messaging.TestHarness.Tests.Example;

/// <summary>Builds the report of a year; its result is the number of pages.</summary>
public sealed record BuildReport(int Year) : ITask<int>;
