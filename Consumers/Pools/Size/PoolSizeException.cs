namespace Messaging.Consumers;

/// <summary>A worker was asked for a pool size that it cannot have.</summary>
internal sealed class PoolSizeException(string message) : Exception(message)
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

    public static void ThrowUnlessOrdered(int min, int max)
    {
        if (min > max)
        {
            throw new PoolSizeException(
                $"Autoscaling between {min} and {max} is not possible. Let the first be the smaller one.");
        }
    }
}
