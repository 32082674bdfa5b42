using System.Globalization;

namespace Messaging.Architecture.Tests;

/// <summary>Writes constants.</summary>
internal static class Literal
{
    public static string Of(object? value, Type type)
    {
        var valueType = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && valueType == type ? "default" : "null",
            string text => $"\"{Escape(text)}\"",
            char character => $"'{Escape(character.ToString())}'",
            bool flag => flag ? "true" : "false",
            _ when valueType.IsEnum => $"{CSharpName.Of(valueType)}.{Enum.ToObject(valueType, value)}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"No way to write a constant {value.GetType()}."),
        };
    }

    private static string Escape(string text) => string.Concat(text.Select(character => character switch
    {
        '"' or '\\' => $"\\{character}",
        _ when char.IsControl(character) => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    }));
}
