using System.Reflection;

namespace Messaging.Architecture.Tests;

public sealed class PublicTypeTests
{
    /// <summary>Classes that others may derive from without being abstract, and why.</summary>
    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["Messaging.Producers.TaskHandle"] = "TaskHandle<TResult> is one too, so that a list can hold both.",
    };

    private static IEnumerable<Type> PublicTypes =>
        AllowedReferences.Names.SelectMany(name => Assembly.Load(name).GetExportedTypes());

    [Test]
    public void Only_classes_that_are_meant_to_be_derived_from_can_be()
    {
        var open = PublicTypes
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
            .Select(type => type.FullName!);

        Assert.That(
            open, Is.EquivalentTo(Open.Keys), $"Seal the class, or add it to {nameof(Open)} here, with a reason.");
    }
}
