using System.Xml.Linq;
using Messaging.Testing;

namespace Messaging.Architecture.Tests;

/// <summary>A project, with what the Directory.Build files above it add to it.</summary>
internal sealed class ProjectFile
{
    private static readonly string[] NoProduct = ["tests/", "samples/", "benchmarks/"];
    private static readonly string[] Shared = ["Directory.Build.props", "Directory.Build.targets"];

    private readonly IReadOnlyList<XDocument> _documents;

    /// <summary>Reads it.</summary>
    /// <param name="path">From the checkout's folder.</param>
    public ProjectFile(string path)
    {
        Path = path;
        _documents = [.. SharedFiles(path).Append(path).Select(file => XDocument.Load(Checkout.PathOf(file)))];
    }

    /// <summary>The projects whose packages are published.</summary>
    public static IReadOnlyList<ProjectFile> Product { get; } =
    [
        .. SourceTree.WithExtension(".csproj")
            .Where(path => !Array.Exists(NoProduct, folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Select(path => new ProjectFile(path)),
    ];

    /// <summary>From the checkout's folder.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Names of the projects that this one references.</summary>
    public IEnumerable<string> Projects =>
        Items("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(Include(item)));

    /// <summary>The packages that it passes on to whoever uses it; analyzers are not among them.</summary>
    public IEnumerable<string> Packages => Items("PackageReference")
        .Where(item => item.Attribute("PrivateAssets") is not { Value: "all" })
        .Select(Include);

    /// <summary>Every value that a property is given.</summary>
    public IEnumerable<string> Values(string property) => Items(property).Select(element => element.Value);

    private static IEnumerable<string> SharedFiles(string path) => SourceTree.Files.Where(file =>
        Shared.Contains(System.IO.Path.GetFileName(file), StringComparer.Ordinal)
        && path.StartsWith(file[..(file.LastIndexOf('/') + 1)], StringComparison.Ordinal));

    private static string Include(XElement item) => ((string?)item.Attribute("Include") ?? "").Replace('\\', '/');

    private IEnumerable<XElement> Items(string name) => _documents
        .SelectMany(document => document.Descendants())
        .Where(element => string.Equals(element.Name.LocalName, name, StringComparison.Ordinal));
}
