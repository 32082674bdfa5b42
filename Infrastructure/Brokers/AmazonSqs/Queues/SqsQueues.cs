using System.Globalization;
using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>Finds, makes, measures and deletes queues by their names at SQS. Where they are is remembered.</summary>
internal sealed class SqsQueues(SqsClient client)
{
    private const string Waiting = "ApproximateNumberOfMessages";
    private const string Held = "ApproximateNumberOfMessagesNotVisible";
    private const string Later = "ApproximateNumberOfMessagesDelayed";
    private const int MostAtOnce = 1_000;

    // Fourteen days, the longest there is. SQS removes what is older.
    private static readonly string Retention =
        ((int)TimeSpan.FromDays(14).TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private readonly KnownNames<string> urls = new();

    /// <summary>Where a queue is; <c>null</c> if there is none.</summary>
    public async Task<string?> Find(string name, CancellationToken cancellationToken)
    {
        if (urls.TryGet(name, out var known))
            return known;

        try
        {
            var answer = await client.Ask(SqsActions.GetQueueUrl, new QueueByName(name), cancellationToken);
            return urls.Set(name, answer.QueueUrl);
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            return null;
        }
    }

    /// <summary>Where a queue is that has to be there.</summary>
    /// <exception cref="BrokerUnavailableException">It is not; it has to be declared again.</exception>
    public async Task<string> Get(string name, CancellationToken cancellationToken) =>
        await Find(name, cancellationToken) ?? throw Missing(name, null);

    /// <summary>Where a queue is. Made if it is not there.</summary>
    /// <exception cref="BrokerUnavailableException">One of its name was deleted a moment ago.</exception>
    public async Task<string> Make(
        string name, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        if (await Find(name, cancellationToken) is { } there)
            return there;

        try
        {
            var queue = new NewQueue(name, Attributes(name), tags);
            var answer = await client.Ask(SqsActions.CreateQueue, queue, cancellationToken);
            return urls.Set(name, answer.QueueUrl);
        }
        catch (SqsException exception) when (exception.IsQueueDeletedRecently)
        {
            throw new BrokerUnavailableException(
                $"Queue '{name}' was deleted less than 60 seconds ago, and SQS makes no other of its name until then. It is "
                + "tried again.",
                exception);
        }
        catch (SqsException exception) when (exception.IsQueueThereOtherwise)
        {
            // Somebody has made it meanwhile, in their way.
            return await Get(name, cancellationToken);
        }
    }

    /// <summary>Deletes a queue with all that is in it, if it is there.</summary>
    public async Task Delete(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await Find(name, cancellationToken) is { } url)
                await client.Ask(SqsActions.DeleteQueue, new QueueByUrl(url), cancellationToken);
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            // Somebody else has done it.
        }

        Forget(name);
    }

    /// <summary>Names of all queues that begin so.</summary>
    public async Task<IReadOnlyList<string>> List(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? next = null;
        do
        {
            var answer = await client.Ask(
                SqsActions.ListQueues, new ListRequest(prefix, MostAtOnce, next), cancellationToken);
            foreach (var url in answer.QueueUrls ?? [])
                names.Add(url[(url.LastIndexOf('/') + 1)..]);
            next = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return names;
    }

    /// <summary>The tags of a queue; <c>null</c> if it is not there.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> Tags(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Find(name, cancellationToken) is { } url
                ? (await client.Ask(SqsActions.ListTags, new QueueByUrl(url), cancellationToken)).Tags
                    ?? new Dictionary<string, string>(StringComparer.Ordinal)
                : null;
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            Forget(name);
            return null;
        }
    }

    /// <summary>Puts tags on a queue.</summary>
    /// <exception cref="BrokerUnavailableException">It is not there.</exception>
    public async Task Tag(
        string name, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var url = await Get(name, cancellationToken);
        try
        {
            await client.Ask(SqsActions.Tag, new TagRequest(url, tags), cancellationToken);
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            throw Missing(name, exception);
        }
    }

    /// <summary>About how full a queue is; <c>null</c> if it is not there.</summary>
    public async Task<QueueDepth?> Measure(string name, CancellationToken cancellationToken)
    {
        if (await Find(name, cancellationToken) is not { } url)
            return null;

        try
        {
            var request = new AttributesRequest(url, [Waiting, Held, Later]);
            var found = (await client.Ask(SqsActions.GetAttributes, request, cancellationToken)).Attributes;
            return new QueueDepth(Number(found, Waiting) ?? 0, Number(found, Held), Number(found, Later));
        }
        catch (SqsException exception) when (exception.IsQueueMissing)
        {
            Forget(name);
            return null;
        }
    }

    /// <summary>A queue was found not to be there any more.</summary>
    public BrokerUnavailableException Missing(string name, SqsException? exception)
    {
        Forget(name);
        return new BrokerUnavailableException($"Queue '{name}' is not there (any more). It is made again.", exception);
    }

    /// <summary>The next to need the queue looks where it is.</summary>
    public void Forget(string name) => urls.Forget(name);

    private static Dictionary<string, string> Attributes(string name)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MessageRetentionPeriod"] = Retention,
        };
        if (QueueNames.IsFifo(name))
            attributes["FifoQueue"] = "true";
        return attributes;
    }

    private static long? Number(IReadOnlyDictionary<string, string>? attributes, string name) =>
        attributes is not null && attributes.TryGetValue(name, out var text)
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
