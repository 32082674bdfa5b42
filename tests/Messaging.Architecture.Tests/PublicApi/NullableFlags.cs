using System.Reflection;

namespace Messaging.Architecture.Tests;

/// <summary>
/// What the compiler has noted of question marks, in the order in which a type's name is read. .NET's own reader, <see
/// cref="NullabilityInfoContext"/>, takes a <c>T</c> without a question mark for a <c>T?</c> where T may be anything.
/// </summary>
internal sealed class NullableFlags
{
    public const byte NotNull = 1;
    public const byte MayBeNull = 2;

    private const byte Unknown = 0;
    private const string Attribute = "System.Runtime.CompilerServices.NullableAttribute";
    private const string ContextAttribute = "System.Runtime.CompilerServices.NullableContextAttribute";

    private readonly byte[] _flags;
    private int _at;

    private NullableFlags(byte[] flags) => _flags = flags;

    public static NullableFlags Of(ParameterInfo parameter) => Of(parameter.CustomAttributes, parameter.Member);

    /// <summary>Of a property, field or event.</summary>
    public static NullableFlags Of(MemberInfo member) => Of(member.CustomAttributes, member.DeclaringType!);

    public static NullableFlags OfTypeParameter(Type parameter) =>
        Of(parameter.CustomAttributes, (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType!);

    /// <summary>One flag alone stands for all.</summary>
    public byte Next() => _flags.Length == 1 ? _flags[0] : _flags[_at++];

    /// <summary>What is not noted with the thing itself is noted for all that it is declared within.</summary>
    private static NullableFlags Of(IEnumerable<CustomAttributeData> attributes, MemberInfo within)
    {
        var noted = Noted(attributes, Attribute);
        for (var scope = within; noted is null && scope is not null; scope = scope.DeclaringType)
            noted = Noted(scope.CustomAttributes, ContextAttribute);

        return new NullableFlags(noted ?? [Unknown]);
    }

    private static byte[]? Noted(IEnumerable<CustomAttributeData> attributes, string name) => attributes
        .Where(data => string.Equals(data.AttributeType.FullName, name, StringComparison.Ordinal))
        .Select(data => data.ConstructorArguments[0].Value switch
        {
            byte flag => new[] { flag },
            var list => [.. ((IEnumerable<CustomAttributeTypedArgument>)list!).Select(item => (byte)item.Value!)],
        })
        .FirstOrDefault();
}
