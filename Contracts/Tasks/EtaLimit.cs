namespace Messaging.Contracts;

/// <summary>How far ahead tasks and messages can be scheduled: as far as everything takes that a time goes
/// through.</summary>
internal static class EtaLimit
{
    /// <summary>The latest time. Not the last there is, which databases take for infinity.</summary>
    public static DateTimeOffset Latest { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
