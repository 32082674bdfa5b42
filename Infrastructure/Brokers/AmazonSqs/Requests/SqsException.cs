namespace Messaging.AmazonSqs;

/// <summary>What SQS says of a request that it did not do.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="code">SQS's name of the error, without namespace.</param>
/// <param name="message">SQS's words.</param>
internal sealed class SqsException(int status, string code, string message)
    : Exception($"SQS answered {code} ({status}): {message}")
{
    private static readonly HashSet<string> Throttled = new(StringComparer.Ordinal)
    {
        "RequestThrottled", "RequestThrottledException", "Throttling", "ThrottlingException", "ThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "SlowDown", "KmsThrottled",
    };

    private static readonly HashSet<string> DeniedCodes = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "UnrecognizedClientException",
        "SignatureDoesNotMatch", "InvalidSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "ExpiredToken",
        "ExpiredTokenException", "InvalidAccessKeyId", "InvalidSecurity", "OptInRequired", "NotAuthorized",
        "KmsAccessDenied", "InvalidSignature", "RequestExpired",
    };

    public string Code => code;

    /// <summary>SQS's words, without ours.</summary>
    public string Words => message;

    /// <summary>Worth asking again, as it is.</summary>
    public bool IsPassing => status >= 500 || status == 429 || Throttled.Contains(code);

    /// <summary>Who asks may not, or is not known.</summary>
    public bool IsDenied => status is 401 or 403 || DeniedCodes.Contains(code);

    /// <summary>A policy does not let who asks do it. That does not pass.</summary>
    public bool IsForbidden => code is "AccessDenied" or "AccessDeniedException" or "KmsAccessDenied" or "NotAuthorized";

    public bool IsQueueMissing => code is "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue"
        or "NonExistentQueue";

    public bool IsQueueDeletedRecently => code.EndsWith("QueueDeletedRecently", StringComparison.Ordinal);

    public bool IsQueueThereOtherwise => code is "QueueNameExists" or "QueueAlreadyExists";

    /// <summary>Too many messages of a queue are held by somebody.</summary>
    public bool IsOverLimit => code == "OverLimit" || code.EndsWith(".OverLimit", StringComparison.Ordinal);

    /// <summary>Whether an entry of a batch that failed is worth sending again.</summary>
    public static bool IsPassingFailure(BatchFailure failure) => !failure.SenderFault || Throttled.Contains(failure.Code);
}
