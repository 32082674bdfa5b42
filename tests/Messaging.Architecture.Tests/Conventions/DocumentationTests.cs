namespace Messaging.Architecture.Tests;

public sealed class DocumentationTests
{
    private static readonly string[] Silencers = ["NoWarn", "WarningsNotAsErrors"];

    private static IEnumerable<string> Projects => ProjectFile.Product.Select(project => project.Path);

    /// <summary>CS1591 is the compiler's warning of a public member without documentation.</summary>
    [TestCaseSource(nameof(Projects))]
    public void No_library_may_leave_out_documentation(string path)
    {
        var project = new ProjectFile(path);

        Assert.That(Silencers.SelectMany(project.Values), Has.None.Contains("1591"));
        Assert.That(project.Values("GenerateDocumentationFile"), Is.All.EqualTo("true").And.Not.Empty);
    }
}
