using System.Reflection;
using System.Text;

namespace Messaging.Architecture.Tests;

/// <summary>Writes what an assembly shows to its users, much like C#, in an order that depends on names only.</summary>
internal static class ApiListing
{
    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var output = new StringBuilder();
        var namespaces = types
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
            .GroupBy(type => type.Namespace!, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in namespaces)
        {
            output.Append(output.Length == 0 ? "" : "\n").Append("namespace ").Append(group.Key).Append(";\n");
            foreach (var type in group.OrderBy(type => type.FullName, StringComparer.Ordinal))
                Add(output, type);
        }

        return output.ToString();
    }

    private static void Add(StringBuilder output, Type type)
    {
        output.Append('\n').Append(Obsolescence.Of(type)).Append(TypeDeclaration.Of(type));
        string[] members = typeof(Delegate).IsAssignableFrom(type) ? [] : [.. MemberDeclarations.Of(type)];
        if (members.Length == 0)
        {
            output.Append(";\n");
            return;
        }

        output.Append("\n{\n");
        foreach (var member in members)
            output.Append("    ").Append(member).Append('\n');
        output.Append("}\n");
    }
}
