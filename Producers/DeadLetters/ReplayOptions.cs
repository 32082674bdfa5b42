namespace Messaging.Producers;

/// <summary>How dead letters are replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>
    /// Queue to send them to, without <c>Messaging:Prefix</c>. Default: the one that each came from. 1 to 200 characters
    /// without white space.
    /// </summary>
    public string? Queue { get; init; }
}
