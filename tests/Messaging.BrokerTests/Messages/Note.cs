namespace Messaging.BrokerTests;

/// <summary>What the suites send to queues.</summary>
/// <param name="Number">Tells it from others.</param>
/// <param name="Text">Any text.</param>
public sealed record Note(int Number, string Text = "");
