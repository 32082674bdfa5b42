using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Messaging.Contracts;
using Microsoft.Extensions.Configuration;

namespace Messaging.Hosting;

/// <summary>
/// Holds a configuration section against the options it is bound to: says which keys are no settings, and which values
/// are not of their setting's type. The binder itself passes over the first and stops at the second.
/// </summary>
internal static class ConfigurationKeys
{
    public static IEnumerable<string> Faults(IConfigurationSection section, Type options)
    {
        var settings = options.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var setting = Array.Find(
                settings, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));

            var faults = setting is null ? [Unknown(section, child, settings)] : Faults(child, setting);
            foreach (var fault in faults)
                yield return fault;
        }
    }

    private static string Unknown(IConfigurationSection section, IConfigurationSection child, PropertyInfo[] settings)
    {
        var names = Array.ConvertAll(settings, setting => setting.Name);
        var nearest = DidYouMean.Nearest(child.Key, names);
        var hint = nearest is null ? "" : $"Did you mean '{section.Path}:{nearest}'? ";

        var known = string.Join(", ", names.Order(StringComparer.Ordinal));
        return $"{child.Path} is not a setting. {hint}Settings there: {known}.";
    }

    private static IEnumerable<string> Faults(IConfigurationSection child, PropertyInfo setting)
    {
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        if (!IsScalar(type) && !string.IsNullOrEmpty(child.Value))
        {
            var keys = ElementOf(type, typeof(IList<>)) is null ? "<key>." : "0, :1 …";
            return [$"{child.Path} is '{child.Value}', but it holds further keys. Set {child.Path}:{keys}"];
        }

        if (ElementOf(type, typeof(IDictionary<,>)) is { } value)
        {
            return child.GetChildren().SelectMany(
                entry => IsScalar(value) ? Scalar(entry, value) : Faults(entry, value));
        }

        if (ElementOf(type, typeof(IList<>)) is { } element)
            return child.GetChildren().SelectMany(entry => Scalar(entry, element));

        return IsScalar(type) ? Scalar(child, type) : Faults(child, type);
    }

    private static IEnumerable<string> Scalar(IConfigurationSection child, Type type)
    {
        if (child.Value is null && child.GetChildren().Any())
            yield return $"{child.Path} holds further keys, but it is a single value: {Describe(type)}.";
        else if (child.Value is { } text && !CanBe(text, type))
            yield return $"{child.Path} is '{text}'. Allowed: {Describe(type)}.";
    }

    private static bool CanBe(string text, Type type)
    {
        if (type == typeof(string))
            return true;
        if (type.IsEnum)
        {
            return Enum.TryParse(type, text, ignoreCase: true, out var value)
                && (type.IsDefined(typeof(FlagsAttribute), inherit: false) || Enum.IsDefined(type, value));
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Describe(Type type)
    {
        if (type.IsEnum)
            return DescribeEnum(type);
        if (type == typeof(TimeSpan))
            return "a duration, [days.]hours:minutes:seconds, for example 00:00:30";
        if (type == typeof(bool))
            return "true or false";

        if (type == typeof(int))
            return string.Create(CultureInfo.InvariantCulture, $"a whole number up to {int.MaxValue}");

        return type == typeof(long) ? "a whole number" : "a text";
    }

    private static string DescribeEnum(Type type) =>
        string.Join(", ", Enum.GetNames(type))
        + (type.IsDefined(typeof(FlagsAttribute), inherit: false) ? ", or several of them separated by commas" : "");

    private static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(TimeSpan) || type.IsPrimitive || type.IsEnum;

    private static Type? ElementOf(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[^1] : null;
}
