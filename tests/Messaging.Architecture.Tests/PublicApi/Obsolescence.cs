using System.Reflection;
using System.Runtime.CompilerServices;

namespace Messaging.Architecture.Tests;

internal static class Obsolescence
{
    /// <summary>The attribute and a space, or nothing.</summary>
    public static string Of(MemberInfo member)
    {
        // The compiler marks what old compilers cannot handle as obsolete.
        if (member.GetCustomAttribute<ObsoleteAttribute>() is not { } attribute
            || member.IsDefined(typeof(CompilerFeatureRequiredAttribute), inherit: false))
        {
            return "";
        }

        var error = attribute.IsError ? ", error: true" : "";
        return $"[Obsolete({Literal.Of(attribute.Message, typeof(string))}{error})] ";
    }
}
