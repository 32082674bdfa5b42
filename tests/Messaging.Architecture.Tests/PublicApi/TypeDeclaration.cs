using System.Runtime.CompilerServices;

namespace Messaging.Architecture.Tests;

/// <summary>Writes what declares a type.</summary>
internal static class TypeDeclaration
{
    public static string Of(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return $"public delegate {MethodDeclaration.Signature(type.GetMethod("Invoke")!, Name(type), Own(type))}";

        return $"public {Kind(type)} {Name(type)}{GenericParameters.List(Own(type))}{Bases(type)}"
            + GenericParameters.Constraints(Own(type), "\n    ");
    }

    /// <summary>Records have the method that <c>with</c> calls; value types among them print themselves.</summary>
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Accessibility.Declared) is not null);

    private static string Kind(Type type)
    {
        if (type.IsInterface)
            return "interface";
        if (type.IsEnum)
            return "enum";

        if (type.IsValueType)
        {
            var isReadOnly = type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);
            return (isReadOnly ? "readonly " : "")
                + (type.IsByRefLike ? "ref " : "")
                + (IsRecord(type) ? "record struct" : "struct");
        }

        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        return modifier + (IsRecord(type) ? "record" : "class");
    }

    private static string Name(Type type) =>
        (type.DeclaringType is { } outer ? CSharpName.Of(outer) + "." : "") + CSharpName.Simple(type);

    /// <summary>Type parameters without those of the type that it is nested in.</summary>
    private static Type[] Own(Type type) =>
        type.GetGenericArguments()[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..];

    private static string Bases(Type type)
    {
        if (type.IsEnum)
            return CSharpName.Of(type.GetEnumUnderlyingType()) is var number and not "int" ? $" : {number}" : "";

        var interfaces = type.GetInterfaces().Where(candidate => IsVisible(candidate) && !IsOfRecord(type, candidate));
        var said = interfaces.SelectMany(candidate => candidate.GetInterfaces())
            .Concat(type.BaseType?.GetInterfaces() ?? []);
        string[] names =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)
                ? [CSharpName.Of(parent)]
                : Array.Empty<string>(),
            .. interfaces.Except(said).Select(candidate => CSharpName.Of(candidate)).Order(StringComparer.Ordinal),
        ];
        return names.Length == 0 ? "" : $" : {string.Join(", ", names)}";
    }

    private static bool IsVisible(Type type) =>
        type.IsVisible && type.GetGenericArguments().All(argument => argument.IsGenericParameter || argument.IsVisible);

    private static bool IsOfRecord(Type type, Type candidate) =>
        IsRecord(type) && candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEquatable<>);
}
