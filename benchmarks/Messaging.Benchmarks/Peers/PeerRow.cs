using System.Globalization;
using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>One peer's line in the table.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Missing">Why it was not run; <c>null</c> if it was.</param>
internal sealed record PeerRow(Peer Peer, string? Missing)
{
    /// <summary>What it managed, round by round.</summary>
    public List<PeerRates> Rounds { get; } = [];

    private double Sent => Statistics.Median(Rounds.Select(round => round.SendPerSecond));

    private double Ran => Statistics.Median(Rounds.Select(round => round.RunPerSecond));

    public JsonObject ToJson()
    {
        var row = new JsonObject { ["peer"] = Peer.Name, ["broker"] = Peer.Broker, ["results"] = Peer.Results };
        if (Missing is not null)
        {
            row["skipped"] = Missing;
            return row;
        }

        row["send_per_s"] = Math.Round(Sent);
        row["run_per_s"] = Math.Round(Ran);
        return row;
    }

    /// <summary>The line as text, in columns.</summary>
    public override string ToString()
    {
        var what = $"{Peer.Name,-10} on {Peer.Broker,-9} results {Peer.Results,-9}";
        return Missing is null
            ? string.Create(CultureInfo.InvariantCulture, $"{what} sent {Sent,8:N0}/s  ran {Ran,8:N0}/s")
            : $"{what} skipped: {Missing}";
    }
}
