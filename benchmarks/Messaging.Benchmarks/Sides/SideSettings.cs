namespace Messaging.Benchmarks;

/// <summary>What a side's process is told at its start.</summary>
/// <param name="Side">Which side it is.</param>
/// <param name="Host">What its hosts are told.</param>
internal sealed record SideSettings(SideKind Side, HostSettings Host);
