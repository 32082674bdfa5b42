using System.Text.RegularExpressions;
using Messaging.Testing;

namespace Messaging.Architecture.Tests;

public sealed partial class SourceFileTests
{
    private const int MostLines = 400;

    private static readonly IReadOnlyList<string> CSharp = [.. SourceTree.WithExtension(".cs")];

    [Test]
    public void The_sources_are_found() =>
        Assert.That(CSharp, Has.Some.StartsWith("Contracts/").And.Some.EndsWith($"/{nameof(SourceFileTests)}.cs"));

    [Test]
    public void No_file_is_longer_than_400_lines()
    {
        var tooLong = CSharp
            .Select(file => (Name: file, Lines: File.ReadLines(Checkout.PathOf(file)).Count()))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Name} has {file.Lines} lines");

        Assert.That(tooLong, Is.Empty, "Find out what is more than one concern in it.");
    }

    [Test]
    public void No_file_or_folder_is_named_for_anything_and_everything()
    {
        var nameless = CSharp.Concat(SourceTree.WithExtension(".csproj"))
            .Where(file => Path.ChangeExtension(file, null).Split('/', '.').Any(name => Vague().IsMatch(name)));

        Assert.That(nameless, Is.Empty, "Name it for what it does.");
    }

    [GeneratedRegex(
        "^(Common|.*Util(s|ity|ities)?|.*Helpers?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Vague();
}
