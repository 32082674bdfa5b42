using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Messaging.AmazonSqs;

/// <summary>
/// Signs requests by AWS's Signature Version 4. AWSSDK.Core computes the signature; what it signs is put together here,
/// for requests without a query, which is all that SQS gets.
/// </summary>
internal static class RequestSigner
{
    private const string DateHeader = "x-amz-date";
    private const string TokenHeader = "x-amz-security-token";

    /// <summary>Signs a request.</summary>
    /// <param name="credentials">Who sends it.</param>
    /// <param name="region">Such as <c>eu-west-1</c>.</param>
    /// <param name="service">Such as <c>sqs</c>.</param>
    /// <param name="at">When it is sent, by the server's clock.</param>
    /// <param name="method">Such as <c>POST</c>.</param>
    /// <param name="path">The encoded path.</param>
    /// <param name="headers">What is to be signed of the headers, <c>host</c> among them. Names in lower case.</param>
    /// <param name="body">The body.</param>
    /// <returns>The headers to add.</returns>
    public static IReadOnlyDictionary<string, string> Sign(
        ImmutableCredentials credentials,
        string region,
        string service,
        DateTimeOffset at,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> body)
    {
        var added = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [DateHeader] = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (!string.IsNullOrEmpty(credentials.Token))
            added[TokenHeader] = credentials.Token;

        var signed = headers.Concat(added).OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', signed.Select(header => header.Key));
        var request = new StringBuilder(512).Append(method).Append('\n').Append(path).Append("\n\n");
        foreach (var (name, value) in signed)
            request.Append(name).Append(':').Append(Trim(value)).Append('\n');
        request.Append('\n').Append(names).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));

        var signature = AWS4Signer.ComputeSignature(
            credentials, region, at.UtcDateTime, service, names, request.ToString());
        added["authorization"] = signature.ForAuthorizationHeader;
        return added;
    }

    /// <summary>Spaces at the ends do not count, and several count as one.</summary>
    private static string Trim(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
