using System.Text.Json.Serialization;

namespace Messaging.Benchmarks;

/// <summary>What a peer managed.</summary>
/// <param name="SendPerSecond">Tasks sent a second.</param>
/// <param name="RunPerSecond">Tasks run a second.</param>
internal sealed record PeerRates(
    [property: JsonPropertyName("send_per_s")] double SendPerSecond,
    [property: JsonPropertyName("run_per_s")] double RunPerSecond);
