namespace Messaging.Architecture.Tests;

/// <summary>Writes types as C# does; those of <c>System</c> and our own without their namespaces.</summary>
internal static class CSharpName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(char)] = "char", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type, with question marks where the flags say so.</summary>
    public static string Of(Type type, NullableFlags? flags = null)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, flags);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, flags) + "?";

        // A value type has a flag, which says nothing, only if it is generic.
        var hasFlag = !type.IsValueType || type.IsGenericType || type.IsGenericParameter;
        var mark = hasFlag && flags?.Next() == NullableFlags.MayBeNull ? "?" : "";
        return Unmarked(type, flags) + mark;
    }

    /// <summary>Name without the number of type parameters.</summary>
    public static string Simple(Type type) => type.Name.Split('`')[0];

    private static string Unmarked(Type type, NullableFlags? flags)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, flags)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return type.Name;

        var arguments = type.GetGenericArguments().Select(argument => Of(argument, flags)).ToArray();
        return Namespace(type) + Nested(type, arguments);
    }

    private static string Namespace(Type type) =>
        type.Namespace?.Split('.')[0] is null or "Messaging" or "System" ? "" : type.Namespace + ".";

    /// <summary>A nested type has the arguments of the types around it too, and they come first.</summary>
    private static string Nested(Type type, string[] arguments)
    {
        var outer = type.DeclaringType;
        var inherited = outer?.GetGenericArguments().Length ?? 0;
        var own = arguments[inherited..];

        return (outer is null ? "" : Nested(outer, arguments[..inherited]) + ".")
            + Simple(type)
            + (own.Length == 0 ? "" : $"<{string.Join(", ", own)}>");
    }
}
