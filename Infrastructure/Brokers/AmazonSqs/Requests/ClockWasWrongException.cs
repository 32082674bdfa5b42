namespace Messaging.AmazonSqs;

/// <summary>A request was refused that was signed by a clock which has been set since. Worth asking again.</summary>
internal sealed class ClockWasWrongException(SqsException refusal)
    : Exception($"The request was signed for another time than it is at SQS. {refusal.Message}", refusal);
