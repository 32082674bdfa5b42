using System.Reflection;

namespace Messaging.Architecture.Tests;

/// <summary>Tells what users can see of a type's members.</summary>
internal static class Accessibility
{
    public const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>What is protected in a class that nobody can derive from is nobody's business.</summary>
    public static bool IsVisible(MethodBase? method) =>
        method is not null
        && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    /// <summary>The word with a space, or nothing within an interface.</summary>
    public static string Of(MethodBase method) => method switch
    {
        { DeclaringType.IsInterface: true, IsPublic: true } => "",
        { IsPublic: true } => "public ",
        _ => "protected ",
    };

    public static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
            return method.IsAbstract ? "static abstract " : "static ";
        if (method.DeclaringType!.IsInterface)
            return method.IsAbstract ? "" : "virtual ";
        if (method.GetBaseDefinition() != method)
            return (method.IsFinal ? "sealed " : "") + (method.IsAbstract ? "abstract " : "") + "override ";
        if (method.IsAbstract)
            return "abstract ";

        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }
}
