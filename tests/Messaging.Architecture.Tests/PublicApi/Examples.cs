namespace Messaging.Architecture.Tests;

/// <summary>What <see cref="ApiListingTests"/> lists.</summary>
public static class Examples
{
    public delegate T? Make<out T>(string? from);

    public enum Size : byte
    {
        Large = 2,
        Small = 1,
    }

    public interface IBoth<in TIn, out TOut> : IDisposable
    {
        TOut Member { get; }
        static abstract int Count { get; }
        TOut Turn(TIn value);
        void Default() => GC.KeepAlive(this);
    }

    public abstract class Open<TKey, TValue> : IObserver<TKey>, IAsyncDisposable
        where TKey : notnull
        where TValue : class?, new()
    {
        public const string Quote = "a\"b";
        public const Size Biggest = Size.Large;
        public static readonly int[]? Numbers;
        protected static readonly (int, string?) Pair;
        internal const int Hidden = 1;

        protected Open(TKey key, TValue? value = null) => GC.KeepAlive((key, value));

        private protected Open() => GC.KeepAlive(this);

        public event EventHandler? Changed;

        public abstract string? Name { get; protected set; }
        public required IDictionary<string, IList<string?>?> Nested { get; init; }
        public TValue this[TKey key] => default!;

        public void OnCompleted() => Unseen();

        void IObserver<TKey>.OnError(Exception error) => Unseen();

        void IObserver<TKey>.OnNext(TKey value) => Unseen();

        public abstract ValueTask DisposeAsync();

        public virtual T?[] Pass<T>(in T left, ref int count, out string? rest, params int[] more)
            where T : struct
        {
            rest = null;
            return [];
        }

        protected internal static T? Any<T>(T value, Func<T, string?>? more) => value;

        internal void Unseen() => GC.KeepAlive(this);

        [Obsolete("Use Any.")]
        protected void Old() => GC.KeepAlive(Changed);

        public override string ToString() => "";
    }

    public sealed class Closed : Open<int, List<string?>?>
    {
        private Closed() => GC.KeepAlive(Pair);

        public override string? Name { get; protected set; }
        public override ValueTask DisposeAsync() => default;
        public static Closed operator +(Closed left, Closed right) => left;
        public static implicit operator int(Closed closed) => 0;
    }

    public record Point(int X, int? Y = 3, Size S = Size.Small, Guid G = default)
    {
        protected virtual decimal Far => X;
    }

    public readonly record struct Pair<T>(T Left, T? Right);

    public static string Shout(this string text, char end = '!', double volume = 1.5, bool? twice = null) =>
        string.Concat(text, end, volume, twice);

    extension(Size size)
    {
        public bool IsLarge => size == Size.Large;
    }
}
