using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Messaging.Consumers;

/// <summary>A limit of a kind of task, or of one key within it.</summary>
/// <param name="Limit">The task's name.</param>
/// <param name="Key">The key; empty for a limit without one.</param>
internal readonly record struct LimitKey(string Limit, string Key)
{
    private const int Longest = 200;

    /// <summary>The limit that a message falls under; <c>null</c> if it is not limited.</summary>
    public static LimitKey? Of(string limit, Func<object, string?>? key, object message)
    {
        if (key is null)
            return new LimitKey(limit, "");

        return key(message) is { } value ? new LimitKey(limit, Storable(value)) : null;
    }

    /// <summary>A key may be any text; the store's may not.</summary>
    private static string Storable(string key) => key.Length <= Longest && !key.Any(char.IsControl) && IsText(key)
        ? "=" + key
        : "#" + Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan())));

    private static bool IsText(string key)
    {
        for (var index = 0; index < key.Length; index++)
        {
            if (char.IsSurrogate(key[index]))
                return false;
        }

        return true;
    }
}
