using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Messaging.Architecture.Tests;

/// <summary>Writes the members of a type that users can see: what it has, how to make one, what it does.</summary>
internal static class MemberDeclarations
{
    private const string OfEveryRecord = "EqualityContract";

    public static IEnumerable<string> Of(Type type)
    {
        if (type.IsEnum)
            return EnumValues(type);

        return
        [
            .. Sorted(type.GetFields(Accessibility.Declared).Where(IsVisible), Field),
            .. Sorted(type.GetConstructors(Accessibility.Declared).Where(IsWritten), MethodDeclaration.Of),
            .. Sorted(type.GetProperties(Accessibility.Declared).Where(IsVisible), PropertyDeclaration.Of),
            .. Sorted(type.GetEvents(Accessibility.Declared).Where(IsVisible), Event),
            .. Sorted(type.GetMethods(Accessibility.Declared).Where(IsVisible), MethodDeclaration.Of),
        ];
    }

    private static IEnumerable<string> Sorted<T>(IEnumerable<T> members, Func<T, string> declaration)
        where T : MemberInfo => members
        .Select(member => (member.Name, Text: Obsolescence.Of(member) + declaration(member)))
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .ThenBy(member => member.Text, StringComparer.Ordinal)
        .Select(member => member.Text);

    private static IEnumerable<string> EnumValues(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (Field: field, Value: Number(field.GetRawConstantValue())))
        .OrderBy(item => item.Value)
        .ThenBy(item => item.Field.Name, StringComparer.Ordinal)
        .Select(item => string.Create(
            CultureInfo.InvariantCulture, $"{Obsolescence.Of(item.Field)}{item.Field.Name} = {item.Value},"));

    private static decimal Number(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    private static bool IsVisible(FieldInfo field) =>
        field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);

    private static bool IsVisible(PropertyInfo property) =>
        !string.Equals(property.Name, OfEveryRecord, StringComparison.Ordinal)
        && (Accessibility.IsVisible(property.GetMethod) || Accessibility.IsVisible(property.SetMethod));

    /// <summary>What the compiler adds to records is the same for all.</summary>
    private static bool IsWritten(MethodBase method) =>
        Accessibility.IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsVisible(EventInfo item) => Accessibility.IsVisible(item.AddMethod);

    /// <summary>Accessors have a special name too, and are seen with what they belong to.</summary>
    private static bool IsVisible(MethodInfo method) =>
        IsWritten(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static string Field(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : "protected";
        var type = CSharpName.Of(field.FieldType, NullableFlags.Of(field));
        if (field.IsLiteral)
            return $"{access} const {type} {field.Name} = {Literal.Of(field.GetRawConstantValue(), field.FieldType)};";

        var modifiers = (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{access} {modifiers}{type} {field.Name};";
    }

    private static string Event(EventInfo item)
    {
        var type = CSharpName.Of(item.EventHandlerType!, NullableFlags.Of(item));
        var adder = item.AddMethod!;

        return $"{Accessibility.Of(adder)}{Accessibility.Modifiers(adder)}event {type} {item.Name};";
    }
}
