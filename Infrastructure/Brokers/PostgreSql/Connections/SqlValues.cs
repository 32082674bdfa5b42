using Npgsql;
using NpgsqlTypes;

namespace Messaging.PostgreSql;

/// <summary>Parameters of statements.</summary>
internal static class SqlValues
{
    public static NpgsqlParameter Array<T>(T[] values) => new NpgsqlParameter<T[]> { TypedValue = values };

    public static NpgsqlParameter Array<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> value)
    {
        var values = new T[items.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = value(items[index]);
        return Array(values);
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Time(DateTime? time) => new()
    {
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
        Value = time is { } value ? value : DBNull.Value,
    };

    public static NpgsqlParameter Interval(TimeSpan? time) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Interval,
        Value = time is { } value ? value : DBNull.Value,
    };
}
