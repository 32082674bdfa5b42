using Messaging.Consumers;
using Messaging.Producers;

namespace Messaging.Hosting;

/// <summary>All settings: the section <c>Messaging</c> of the configuration.</summary>
public sealed class MessagingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Messaging";

    /// <summary>
    /// The broker's address; its scheme chooses the broker. <c>memory:</c> (default; one process) or
    /// <c>amqp://user:password@host:port/vhost</c>, <c>amqps://…</c> (RabbitMQ, package Messaging.RabbitMq).
    /// </summary>
    public string Broker { get; set; } = "memory:";

    /// <summary>
    /// What goes before every queue and table name, so that several applications can share a broker and a database.
    /// Default: nothing. Allowed: at most 40 lower-case letters, digits, '-', '_' and '.', beginning with a letter.
    /// </summary>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// What this process does, for example <c>"Worker, Tracker"</c>; <c>"Producer"</c> for neither. Default: a worker
    /// if it registers tasks, and a tracker if the broker is <c>memory:</c>. On a real broker a tracker is always
    /// named, since every one of them takes its share of all events.
    /// </summary>
    public MessagingRoles? Roles { get; set; }

    /// <summary>Settings of the client.</summary>
    public ProducerOptions Producer { get; } = new();

    /// <summary>Settings of the worker.</summary>
    public WorkerOptions Worker { get; } = new();

    /// <summary>Settings of the tracker.</summary>
    public TrackingOptions Tracking { get; } = new();

    /// <summary>Settings by task: its name, or its contract's name without the namespace. They win over code.</summary>
    public IDictionary<string, TaskSettings> Tasks { get; } =
        new Dictionary<string, TaskSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Queue by task name; <c>*</c> stands for any characters. Default: <c>default</c>.</summary>
    public IDictionary<string, string> Routes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
