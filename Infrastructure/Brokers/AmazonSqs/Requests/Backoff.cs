using System.Security.Cryptography;

namespace Messaging.AmazonSqs;

/// <summary>How long to wait before a request is tried again: exponential, with full jitter.</summary>
internal static class Backoff
{
    private const int Precision = 1_000_000;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>How often a request is tried in all before the caller is told.</summary>
    public static int MostAttempts => 4;

    /// <summary>Anything from nothing to the longest pause after so many attempts.</summary>
    /// <param name="attempts">How many have failed, 1 and more.</param>
    public static TimeSpan After(int attempts)
    {
        var most = First * Math.Pow(2, attempts - 1);
        return (most < Longest ? most : Longest) * ((double)RandomNumberGenerator.GetInt32(Precision) / Precision);
    }
}
