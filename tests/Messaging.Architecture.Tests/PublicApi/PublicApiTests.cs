using System.Reflection;
using Messaging.Testing;

namespace Messaging.Architecture.Tests;

/// <summary>A change of what users compile against is to be seen, and to be meant.</summary>
public sealed class PublicApiTests
{
    private const string Folder = "tests/Messaging.Architecture.Tests/PublicApi";

    private static IEnumerable<string> Names => AllowedReferences.Names;

    // First, because it is the one that APPROVE=1 lets write the files.
    [Order(1)]
    [TestCaseSource(nameof(Names))]
    public void The_public_api_is_the_approved_one(string name) =>
        Approved.Compare(ApiListing.Of(Assembly.Load(name)), $"{Folder}/{name}.txt");

    [Test]
    public void Every_approved_api_is_that_of_a_project() =>
        Assert.That(
            Directory.EnumerateFiles(Checkout.PathOf(Folder), "*.txt")
                .Select(path => Path.GetFileNameWithoutExtension(path)),
            Is.EquivalentTo(AllowedReferences.Names),
            "Delete the texts of projects that are no more; run with APPROVE=1 for new ones.");
}
