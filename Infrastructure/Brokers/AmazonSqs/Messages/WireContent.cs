using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>What a message at SQS says.</summary>
/// <param name="Content">What was sent.</param>
/// <param name="Priority">Its priority, which nothing is made of.</param>
/// <param name="DeliveriesBefore">How often it had been handed out before it was sent again.</param>
/// <param name="Due">When it is due, if later than SQS keeps messages back.</param>
internal sealed record WireContent(MessageContent Content, byte Priority, int DeliveriesBefore, DateTimeOffset? Due);
