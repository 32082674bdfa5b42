using System.Security.Cryptography;
using System.Text;

namespace Messaging.Redis;

/// <summary>A script that Redis runs as one, in <c>Scripts/</c>.</summary>
internal sealed class RedisScript
{
    private static readonly string Common = Read("common");

    public RedisScript(string name)
    {
        Text = Common + Read(name);
        // Redis names scripts so; nobody's safety hangs on it.
#pragma warning disable CA5350
        Hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Text)));
#pragma warning restore CA5350
    }

    public string Text { get; }

    /// <summary>What Redis calls it.</summary>
    public string Hash { get; }

    /// <summary>A call of it; its arguments are to be added.</summary>
    public RespCommand On(QueueKeys queue) => queue.AddTo(Call(QueueKeys.Count));

    /// <summary>A call of it on two queues.</summary>
    public RespCommand On(QueueKeys queue, QueueKeys other) => other.AddTo(queue.AddTo(Call(2 * QueueKeys.Count)));

    /// <summary>A call of it on one key.</summary>
    public RespCommand On(string key) => Call(1).Add(key);

    private RespCommand Call(int keys) => new RespCommand("EVALSHA").Add(Hash).Add(keys);

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name + ".lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
