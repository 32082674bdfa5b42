using System.Net.Http.Headers;
using System.Text.Json;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>One request to SQS and its answer.</summary>
internal sealed class SqsTransport : IDisposable
{
    private const string Service = "sqs";
    private const string ContentType = "application/x-amz-json-1.0";
    private const string TargetHeader = "x-amz-target";

    // What is published to very many queues takes turns.
    private const int MostConnections = 256;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    // So that a change of the name's addresses is noticed.
    private static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(5);

    private readonly AmazonSqsAddress address;
    private readonly SqsCredentials credentials;
    private readonly ServerClock clock;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public SqsTransport(AmazonSqsAddress address, ServerClock clock, TimeProvider time)
    {
        this.address = address;
        this.time = time;
        this.clock = clock;
        credentials = new SqsCredentials(address);
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = LongestConnect,
            PooledConnectionLifetime = ConnectionAge,
            MaxConnectionsPerServer = MostConnections,
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            BaseAddress = address.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="SqsException">SQS refuses.</exception>
    /// <exception cref="ClockWasWrongException">SQS refuses the signature's time, which is known now.</exception>
    /// <exception cref="HttpRequestException">It did not get there, or its answer did not come back.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<byte[]> Post(string action, byte[] body, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(longest);
        try
        {
            using var request = await Request(action, body);
            var askedAt = time.GetUtcNow();
            using var response = await http.SendAsync(request, deadline.Token);
            var isClockSet = response.Headers.Date is { } told && clock.Set(told, askedAt);
            var answer = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            if (response.IsSuccessStatusCode)
                return answer;

            var refusal = Refusal((int)response.StatusCode, answer);
            throw isClockSet && refusal.IsDenied ? new ClockWasWrongException(refusal) : refusal;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{action} was not answered within {longest.TotalSeconds:0} s.", exception);
        }
    }

    /// <summary>Says that SQS cannot be reached, and what to look at.</summary>
    public BrokerUnavailableException Unavailable(Exception exception)
    {
        var hint = exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
            ? $" There is no server {address.Url.Host}: is '{address.Region}' a region of AWS, and has this machine DNS?"
            : exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
                ? " Check the endpoint in Messaging:Broker, and that this machine may reach it."
                : "";
        return new BrokerUnavailableException($"{address} does not answer. {exception.Message}{hint}", exception);
    }

    /// <summary>Says that SQS does not let this process do something, and what to look at.</summary>
    public BrokerUnavailableException Denied(SqsException refusal, string action) => new(
        $"{address} does not let this process do {action}. {refusal.Message} Check the credentials and their region, "
        + $"and that their policy allows sqs:{Permission(action)} on these queues; docs/brokers/sqs.md lists all that "
        + "is needed.",
        refusal)
    {
        IsForbidden = refusal.IsForbidden,
    };

    /// <summary>What a policy calls an action: the same whether it is for one message or a batch.</summary>
    public static string Permission(string action) => action.Replace("MessageBatch", "Message", StringComparison.Ordinal)
        .Replace("VisibilityBatch", "Visibility", StringComparison.Ordinal);

    public void Dispose() => http.Dispose();

    private static SqsException Refusal(int status, byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var code = Text(document.RootElement, "__type") ?? Text(document.RootElement, "code") ?? "";
            var words = Text(document.RootElement, "message") ?? Text(document.RootElement, "Message") ?? "";
            return new SqsException(status, code[(code.LastIndexOf('#') + 1)..], words);
        }
        catch (JsonException)
        {
            // From a gateway in between.
            return new SqsException(status, "Unknown", "The answer is not SQS's.");
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value)
            ? value.GetString()
            : null;

    private async Task<HttpRequestMessage> Request(string action, byte[] body)
    {
        var target = $"AmazonSQS.{action}";
        var signature = RequestSigner.Sign(
            await credentials.Get(),
            address.Region,
            Service,
            clock.Now,
            "POST",
            "/",
            [new("content-type", ContentType), new("host", address.Url.Authority), new(TargetHeader, target)],
            body);

        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Headers.TryAddWithoutValidation(TargetHeader, target);
        foreach (var (name, value) in signature)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
