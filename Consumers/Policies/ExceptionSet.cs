using System.Collections.Concurrent;

namespace Messaging.Consumers;

/// <summary>
/// Kinds of exceptions, by name: an exception is in the set if its type, or one that it derives from, has a name that
/// the set holds. Names are full type names, or type names without the namespace.
/// </summary>
public sealed class ExceptionSet
{
    private readonly HashSet<string> names;
    private readonly ConcurrentDictionary<Type, bool> known = new();

    private ExceptionSet(IEnumerable<string> names) => this.names = new HashSet<string>(names, StringComparer.Ordinal);

    /// <summary>No exception at all.</summary>
    public static ExceptionSet None { get; } = new([]);

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => names.Count == 0;

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Names => names;

    /// <summary>A set of these types and what derives from them.</summary>
    /// <param name="types">The types.</param>
    /// <exception cref="ArgumentException">One is no exception.</exception>
    public static ExceptionSet Of(params IReadOnlyCollection<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (types.FirstOrDefault(type => !type.IsAssignableTo(typeof(Exception))) is { } other)
            throw new ArgumentException($"{other} is no exception.", nameof(types));

        return new ExceptionSet(types.Select(type => type.FullName ?? type.Name));
    }

    /// <summary>A set of the types of these names.</summary>
    /// <param name="names">Full type names, or type names without the namespace.</param>
    public static ExceptionSet Named(IEnumerable<string> names) => new(names);

    /// <summary>Both sets.</summary>
    /// <param name="other">The other one.</param>
    public ExceptionSet With(ExceptionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ExceptionSet(names.Concat(other.names));
    }

    /// <summary>Whether an exception is in the set.</summary>
    /// <param name="exception">The exception.</param>
    public bool Contains(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is IRemoteException remote)
            return remote.Failure.Types.Any(names.Contains);

        return !IsEmpty && known.GetOrAdd(exception.GetType(), Holds);
    }

    private bool Holds(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (names.Contains(current.Name) || (current.FullName is { } name && names.Contains(name)))
                return true;
        }

        return false;
    }
}
