namespace Messaging.Hosting;

/// <summary>Says why something was not sent.</summary>
internal static class SendFailure
{
    /// <summary>A sentence.</summary>
    /// <param name="exception">What the send has thrown.</param>
    /// <param name="timeout">When it was given up.</param>
    public static string Reason(Exception exception, TimeSpan timeout) => exception is OperationCanceledException
        ? $"The broker has not confirmed one within {timeout.TotalSeconds:0} s."
        : exception.Message.TrimEnd('.') + ".";
}
