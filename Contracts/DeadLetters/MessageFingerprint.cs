using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Messaging.Contracts;

/// <summary>
/// The id of a message that has none, made of the message itself: the worker that turns it down and the tracker that
/// keeps it come to the same, and so does whoever gets it twice.
/// </summary>
internal static class MessageFingerprint
{
    /// <summary>What brokers say of a delivery, and MassTransit of a move; not of the message.</summary>
    private static readonly string[] OfTheDelivery = ["RabbitMQ-", "x-"];

    private static readonly string[] OfTheMove = ["MT-Host-", "MT-Reason", "MT-Fault-"];

    /// <summary>The headers that are the message's own, as text.</summary>
    public static Dictionary<string, string> HeadersOf(IEnumerable<KeyValuePair<string, object>> all)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in all)
        {
            if (StartsWithAny(name, OfTheDelivery))
                continue;

            var text = value is DateTime time
                ? time.ToString("O", CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture);
            if (text is not null)
                headers[name] = text;
        }

        return headers;
    }

    /// <summary>The same for the same message, before and after it was moved.</summary>
    /// <param name="queue">Queue that it was sent to.</param>
    /// <param name="headers">Its headers, by <see cref="HeadersOf"/>.</param>
    /// <param name="body">Its body.</param>
    public static Guid IdOf(string queue, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(queue));
        foreach (var (name, value) in headers
            .Where(header => !StartsWithAny(header.Key, OfTheMove))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name.ToUpperInvariant()}: {value}"));
        }

        hash.AppendData(body);
        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static bool StartsWithAny(string name, string[] prefixes) =>
        Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
