using System.Reflection;

namespace Messaging.Architecture.Tests;

/// <summary>A package brings others along, which the project file does not show but the compiled code does.</summary>
public sealed class AssemblyReferenceTests
{
    private static readonly string[] OfDotNetOrOurs = ["System.", "Microsoft.", "Messaging."];

    private static IEnumerable<string> Names => AllowedReferences.Names;

    [TestCaseSource(nameof(Names))]
    public void The_code_of_a_project_uses_the_assemblies_that_it_may(string name)
    {
        var foreign = References(name).Where(reference => !StartsWithAny(reference, OfDotNetOrOurs));

        Assert.That(foreign, Is.EquivalentTo(AllowedReferences.Table[name].Assemblies));
    }

    [Test]
    public void The_contracts_need_nothing_but_the_base_library() =>
        Assert.That(References("Messaging.Contracts"), Is.All.StartsWith("System.").And.Not.Empty);

    private static IEnumerable<string> References(string name) =>
        Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool StartsWithAny(string name, string[] prefixes) =>
        Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
