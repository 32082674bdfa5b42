namespace Messaging.Architecture.Tests;

public sealed class ApiListingTests
{
    private const string Expected =
        """
        namespace Messaging.Architecture.Tests;

        public static class Examples
        {
            public static string Shout(this string text, char end = '!', double volume = 1.5, bool? twice = null);
            public static bool get_IsLarge(Examples.Size size);
        }

        public sealed class Examples.Closed : Examples.Open<int, List<string>>
        {
            public override string? Name { get; }
            public override ValueTask DisposeAsync();
            public static Examples.Closed op_Addition(Examples.Closed left, Examples.Closed right);
            public static int op_Implicit(Examples.Closed closed);
        }

        public interface Examples.IBoth<in TIn, out TOut> : IDisposable
        {
            static abstract int Count { get; }
            TOut Member { get; }
            virtual void Default();
            TOut Turn(TIn value);
        }

        public delegate T? Examples.Make<out T>(string? from);

        public abstract class Examples.Open<TKey, TValue> : IAsyncDisposable, IObserver<TKey>
            where TKey : notnull
            where TValue : class?, new()
        {
            public const Examples.Size Biggest = Examples.Size.Large;
            public static readonly int[]? Numbers;
            protected static readonly ValueTuple<int, string?> Pair;
            public const string Quote = "a\"b";
            protected Open(TKey key, TValue? value = null);
            public TValue this[TKey key] { get; }
            public abstract string? Name { get; protected set; }
            public required IDictionary<string, IList<string?>?> Nested { get; init; }
            public event EventHandler? Changed;
            protected static T? Any<T>(T value, Func<T, string?>? more);
            public abstract ValueTask DisposeAsync();
            [Obsolete("Use Any.")] protected void Old();
            public void OnCompleted();
            public virtual T?[] Pass<T>(in T left, ref int count, out string? rest, params int[] more) where T : struct;
            public override string ToString();
        }

        public readonly record struct Examples.Pair<T>
        {
            public Pair(T Left, T? Right);
            public T Left { get; init; }
            public T? Right { get; init; }
        }

        public record Examples.Point
        {
            public Point(int X, int? Y = 3, Examples.Size S = Examples.Size.Small, Guid G = default);
            protected virtual decimal Far { get; }
            public Guid G { get; init; }
            public Examples.Size S { get; init; }
            public int X { get; init; }
            public int? Y { get; init; }
        }

        public enum Examples.Size : byte
        {
            Small = 1,
            Large = 2,
        }

        """;

    [Test]
    public void The_listing_has_what_users_can_see_and_nothing_else()
    {
        var listing = ApiListing.Of([typeof(Examples), .. typeof(Examples).GetNestedTypes()]);

        Assert.That(listing.Split('\n'), Is.EqualTo(Expected.Split('\n')));
    }
}
