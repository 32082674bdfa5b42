namespace Messaging.AmazonSqs;

/// <summary>
/// A request that was to wait at SQS brought no answer of SQS's. It may go on there all the same, for as long as it was to
/// wait, and take messages for nobody.
/// </summary>
internal sealed class WaitBrokenException(string action, Exception reason)
    : Exception($"{action} was to wait at SQS and was not answered. {reason.Message}", reason);
