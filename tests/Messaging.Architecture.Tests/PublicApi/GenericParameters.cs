using System.Reflection;

namespace Messaging.Architecture.Tests;

/// <summary>Writes the type parameters of a type or a method.</summary>
internal static class GenericParameters
{
    /// <summary><c>&lt;in T, TResult&gt;</c>, or nothing.</summary>
    public static string List(IReadOnlyCollection<Type> parameters) => parameters.Count == 0
        ? ""
        : $"<{string.Join(", ", parameters.Select(parameter => Variance(parameter) + parameter.Name))}>";

    /// <summary><c>where T : class</c> for each, with a separator before it.</summary>
    public static string Constraints(IEnumerable<Type> parameters, string separator) => string.Concat(parameters
        .Select(parameter => (parameter.Name, Constraints: string.Join(", ", Constraints(parameter))))
        .Where(parameter => parameter.Constraints.Length > 0)
        .Select(parameter => $"{separator}where {parameter.Name} : {parameter.Constraints}"));

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Contravariant => "in ",
            GenericParameterAttributes.Covariant => "out ",
            _ => "",
        };

    private static IEnumerable<string> Constraints(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var nullability = NullableFlags.OfTypeParameter(parameter).Next();
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isClass = attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
        var types = parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).ToArray();

        if (isStruct)
            yield return "struct";
        if (isClass)
            yield return nullability == NullableFlags.MayBeNull ? "class?" : "class";
        if (!isStruct && !isClass && types.Length == 0 && nullability == NullableFlags.NotNull)
            yield return "notnull";
        foreach (var name in types.Select(type => CSharpName.Of(type)).Order(StringComparer.Ordinal))
            yield return name;
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            yield return "new()";
    }
}
