using System.Globalization;

namespace Messaging.Consumers;

/// <summary>A worker was asked for a pool size that it cannot have.</summary>
internal sealed class PoolSizeException(string message) : ArgumentException(message)
{
    public static void ThrowUnlessAllowed(PoolKind pool, int size)
    {
        if (pool == PoolKind.Solo && size != 1)
        {
            throw new PoolSizeException(
                $"The pool size {size} is not possible: this worker's Worker:Pool is Solo, which runs one task at a time. "
                + "Choose another pool to run more.");
        }

        if (size is < 1 or > PoolSizes.Most)
            throw new PoolSizeException($"The pool size {size} is not possible. Allowed: 1 to {PoolSizes.Most}.");
    }

    public static (int Least, int Most) ThrowUnlessRange(PoolKind pool, int? least, int? most)
    {
        if (least is not { } min || most is not { } max)
        {
            throw new PoolSizeException(
                $"Autoscaling is to be between {least?.ToString(CultureInfo.InvariantCulture) ?? "nothing"} and "
                + $"{most?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}. Give both, or neither to end it.");
        }

        ThrowUnlessAllowed(pool, min);
        ThrowUnlessAllowed(pool, max);
        return min <= max
            ? (min, max)
            : throw new PoolSizeException(
                $"Autoscaling between {min} and {max} is not possible. Let the first be the smaller one.");
    }
}
