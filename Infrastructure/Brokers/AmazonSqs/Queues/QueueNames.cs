using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Messaging.AmazonSqs;

/// <summary>
/// Names of queues at SQS, which allows letters, digits, - and _, up to 80 with the prefix, and <c>.fifo</c> at the end.
/// <list type="number">
/// <item>A name that is allowed stays as it is, behind the prefix.</item>
/// <item>The error and skipped queues of a FIFO queue are ordinary queues: <c>orders.fifo_error</c> is
/// <c>orders-fifo_error</c>.</item>
/// <item>Any other name (of a queue that a machine's name made, mostly) keeps what is allowed of its beginning, and ends
/// with a hash of all of it. Durable queues are not made under such names; see <see cref="Fault"/>.</item>
/// </list>
/// </summary>
internal sealed partial class QueueNames(string prefix)
{
    /// <summary>The longest name.</summary>
    public const int Longest = 80;

    private const string FifoSuffix = ".fifo";
    private const string LongestCompanion = "_skipped";
    private const int HashLength = 16;

    private readonly KnownNames<string> known = new();

    /// <summary>Comes before all names.</summary>
    public string Prefix => prefix;

    /// <summary>The name at SQS.</summary>
    public string Physical(string queue)
    {
        if (known.TryGet(queue, out var physical))
            return physical;

        var name = prefix + OfFifoCompanion(queue);
        return known.Set(queue, IsAllowed(name) ? name : Hashed(name));
    }

    /// <summary>The name of a queue that stands for something of ours and holds no messages.</summary>
    public string Internal(string name) => prefix + name;

    /// <summary>Whether messages of a queue are handed out in order.</summary>
    public static bool IsFifo(string queue) => queue.EndsWith(FifoSuffix, StringComparison.Ordinal);

    /// <summary>Tells things apart that have long names.</summary>
    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    /// <summary>What is wrong with the name of a queue that somebody has chosen; <c>null</c> if nothing is.</summary>
    public string? Fault(string queue)
    {
        var name = prefix + OfFifoCompanion(queue);
        return IsAllowed(name)
            ? null
            : $"SQS allows no queue named '{name}' ({name.Length} characters). Allowed are letters, digits, - and _, up "
                + $"to {Longest} characters together with Messaging:Prefix, and .fifo at the end for a FIFO queue. Rename "
                + "it in Messaging:Worker:Queues, Messaging:Routes or wherever it is named.";
    }

    /// <summary>The same for a queue of tasks, whose error and skipped queues need names, too.</summary>
    public string? FaultOfTasks(string queue)
    {
        if (Fault(queue) is { } fault)
            return fault;

        var most = Longest - LongestCompanion.Length;
        var length = prefix.Length + queue.Length;
        return length <= most
            ? null
            : $"At SQS its name is '{prefix}{queue}' ({length} characters), and that of '{queue}{LongestCompanion}', where "
                + $"messages go that nobody consumes, is longer than the {Longest} characters that SQS allows. Give it "
                + $"one of up to {most} characters together with Messaging:Prefix and the prefix in Messaging:Broker.";
    }

    private static string OfFifoCompanion(string queue) => FifoCompanion().Replace(queue, "-fifo_${kind}");

    private static bool IsAllowed(string name) => name.Length <= Longest && Allowed().IsMatch(name);

    private static string Hashed(string name)
    {
        var kept = NotAllowed().Replace(name, "-");
        return $"{kept[..Math.Min(kept.Length, Longest - HashLength - 1)]}-{Hash(name)}";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.fifo)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Allowed();

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.None, 1_000)]
    private static partial Regex NotAllowed();

    [GeneratedRegex(@"\.fifo_(?<kind>[a-z]+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex FifoCompanion();
}
