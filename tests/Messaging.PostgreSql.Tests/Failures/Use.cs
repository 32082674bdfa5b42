using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

/// <summary>What the tests of this folder do with a broker again and again.</summary>
internal static class Use
{
    public const string Queue = "queue";

    public static Task Declare(this IPullBroker broker) => broker.DeclareQueue(new(Queue, DeleteWhenIdle: null), default);

    public static OutgoingMessage Message(string body) => new(
        Queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)));

    public static Task Send(this IPullBroker broker, params string[] bodies) =>
        broker.Send([.. bodies.Select(Message)], default);

    public static string Text(this HeldMessage message) => Encoding.UTF8.GetString(message.Content.Body.Span);

    public static async Task<IReadOnlyList<HeldMessage>> Take(this IPullBroker broker, int count)
    {
        var taken = new List<HeldMessage>();
        await Eventually.Get(
            async () =>
            {
                taken.AddRange(await UntilReached(() => broker.Receive(Queue, count - taken.Count, default)));
                return taken.Count;
            },
            found => found == count);
        return taken;
    }

    /// <summary>As the transport does: tries again while the server is away.</summary>
    public static Task<T> UntilReached<T>(Func<Task<T>> use) =>
        Eventually.Succeed(use, exception => exception is BrokerUnavailableException, TimeSpan.FromMinutes(1));
}
