namespace Messaging.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private static IEnumerable<string> Names => AllowedReferences.Names;

    [Test]
    public void Every_project_is_in_the_table() =>
        Assert.That(
            ProjectFile.Product.Select(project => project.Name),
            Is.EquivalentTo(AllowedReferences.Names),
            $"Add a new project to the table in {nameof(AllowedReferences)} with all that it may reference, "
            + "and to the references of Messaging.Architecture.Tests; remove one that is no more.");

    [TestCaseSource(nameof(Names))]
    public void A_project_references_the_projects_that_it_may(string name) =>
        Assert.That(Project(name).Projects, Is.EquivalentTo(AllowedReferences.Table[name].Projects));

    [TestCaseSource(nameof(Names))]
    public void A_project_references_the_packages_that_it_may(string name) =>
        Assert.That(Project(name).Packages, Is.EquivalentTo(AllowedReferences.Table[name].Packages));

    private static ProjectFile Project(string name) =>
        ProjectFile.Product.Single(project => string.Equals(project.Name, name, StringComparison.Ordinal));
}
