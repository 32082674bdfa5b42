using System.Reflection;
using System.Runtime.CompilerServices;

namespace Messaging.Architecture.Tests;

/// <summary>Writes methods, constructors and their parameters.</summary>
internal static class MethodDeclaration
{
    public static string Of(ConstructorInfo constructor) =>
        $"{Accessibility.Of(constructor)}{CSharpName.Simple(constructor.DeclaringType!)}({Parameters(constructor)});";

    public static string Of(MethodInfo method) =>
        Accessibility.Of(method) + Accessibility.Modifiers(method)
        + Signature(method, method.Name, method.GetGenericArguments()) + ";";

    public static string Signature(MethodInfo method, string name, Type[] typeParameters) =>
        $"{Return(method)} {name}{GenericParameters.List(typeParameters)}({Parameters(method)})"
        + GenericParameters.Constraints(typeParameters, " ");

    public static string Parameters(IEnumerable<ParameterInfo> parameters) =>
        string.Join(", ", parameters.Select(Parameter));

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        return (isExtension ? "this " : "") + Parameters(method.GetParameters());
    }

    private static string Return(MethodInfo method)
    {
        var reference = method.ReturnType.IsByRef ? "ref " : "";
        return reference + CSharpName.Of(method.ReturnType, NullableFlags.Of(method.ReturnParameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var type = CSharpName.Of(parameter.ParameterType, NullableFlags.Of(parameter));
        var value = parameter.HasDefaultValue
            ? $" = {Literal.Of(parameter.RawDefaultValue, parameter.ParameterType)}"
            : "";

        return $"{Passing(parameter)}{type} {parameter.Name}{value}";
    }

    private static string Passing(ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)))
            return "params ";
        if (!parameter.ParameterType.IsByRef)
            return "";

        return parameter switch { { IsOut: true } => "out ", { IsIn: true } => "in ", _ => "ref " };
    }
}
