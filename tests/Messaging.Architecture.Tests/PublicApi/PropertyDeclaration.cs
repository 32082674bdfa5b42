using System.Reflection;
using System.Runtime.CompilerServices;

namespace Messaging.Architecture.Tests;

/// <summary>Writes properties, and indexers as properties named <c>this</c>.</summary>
internal static class PropertyDeclaration
{
    public static string Of(PropertyInfo property)
    {
        MethodInfo?[] accessors = [property.GetMethod, property.SetMethod];
        var visible = accessors.OfType<MethodInfo>().Where(Accessibility.IsVisible).ToArray();
        var widest = Array.Find(visible, accessor => accessor.IsPublic) ?? visible[0];
        var required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : "";
        var type = CSharpName.Of(property.PropertyType, NullableFlags.Of(property));
        var list = string.Join(" ", visible.Select(accessor => Accessor(accessor, property, widest)));

        return Accessibility.Of(widest) + Accessibility.Modifiers(widest) + required
            + $"{type} {Name(property, widest)} {{ {list} }}";
    }

    /// <summary>The parameters of an indexer are those of its accessors, which have the notes on them.</summary>
    private static string Name(PropertyInfo property, MethodInfo accessor) =>
        property.GetIndexParameters().Length is > 0 and var count
            ? $"this[{MethodDeclaration.Parameters(accessor.GetParameters().Take(count))}]"
            : property.Name;

    private static string Accessor(MethodInfo accessor, PropertyInfo property, MethodInfo widest)
    {
        var access = accessor.IsPublic == widest.IsPublic ? "" : Accessibility.Of(accessor);
        if (accessor == property.GetMethod)
            return access + "get;";

        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return access + (isInit ? "init;" : "set;");
    }
}
