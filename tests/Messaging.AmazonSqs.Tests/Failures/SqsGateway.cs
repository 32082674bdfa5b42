using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Messaging.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Messaging.AmazonSqs.Tests;

/// <summary>
/// Stands between a client and the emulator, and answers as SQS does what the emulator cannot be made to answer.
/// </summary>
internal sealed class SqsGateway : IAsyncDisposable
{
    // What SQS answers without a body.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "ChangeMessageVisibility", "DeleteMessage", "DeleteQueue", "PurgeQueue", "SetQueueAttributes", "TagQueue",
        "UntagQueue",
    };

    private readonly HttpClient server = new() { BaseAddress = new Uri(TestServers.Sqs) };
    private readonly ConcurrentQueue<(string Action, JsonNode Body)> requests = new();
    private readonly WebApplication application;

    private SqsGateway()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.MapPost("/", Handle);
    }

    /// <summary>Answers in place of the server, unless it returns <c>null</c>.</summary>
    public Func<string, JsonNode, GatewayAnswer?> Answer { get; set; } = (_, _) => null;

    /// <summary>Changes what the server has answered.</summary>
    public Action<string, JsonNode> Change { get; set; } = (_, _) => { };

    /// <summary>What answers tell the time with.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public string Address => application.Urls.Single();

    /// <summary>How often something has been asked for.</summary>
    public int Count(string action) => requests.Count(request => request.Action == action);

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<JsonNode> Requests(string action) =>
        [.. requests.Where(request => request.Action == action).Select(request => request.Body)];

    public static async Task<SqsGateway> Start()
    {
        var gateway = new SqsGateway();
        await gateway.application.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        server.Dispose();
    }

    private async Task Handle(HttpContext context)
    {
        var action = context.Request.Headers["x-amz-target"].ToString()["AmazonSQS.".Length..];
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        requests.Enqueue((action, body));
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var answer = Answer(action, body) ?? await Forward(context, action, body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.WriteAsync(answer.Body);
    }

    private async Task<GatewayAnswer> Forward(HttpContext context, string action, JsonNode body)
    {
        // Nothing of it is left to ask for.
        if (body["Entries"] is JsonArray { Count: 0 })
            return Changed(action, 200, """{"Successful":[],"Failed":[]}""");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body.ToJsonString()) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        foreach (var name in (string[])["x-amz-target", "authorization"])
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        using var response = await server.SendAsync(request);
        return Changed(action, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private GatewayAnswer Changed(string action, int status, string body)
    {
        if (status == 200 && Silent.Contains(action))
            return new GatewayAnswer(status, "");

        var node = JsonNode.Parse(body)!;
        if (status == 200)
            Change(action, node);
        return new GatewayAnswer(status, node.ToJsonString());
    }
}

/// <summary>An answer of SQS.</summary>
internal sealed record GatewayAnswer(int Status, string Body)
{
    public static GatewayAnswer Error(int status, string code, string message = "because") =>
        new(status, $$"""{"__type":"com.amazonaws.sqs#{{code}}","message":"{{message}}"}""");
}
