using System.Text.RegularExpressions;
using Messaging.Testing;

namespace Messaging.TestHarness.Tests.Example;

public sealed partial class DocumentedExampleTests
{
    [Test]
    public void The_example_of_the_documentation_is_the_one_that_is_tested()
    {
        var documented = CodeBlocks().Matches(File.ReadAllText(Checkout.PathOf("docs/testing.md")))
            .Select(block => WithoutSpace(block.Groups["code"].Value))
            .ToArray();
        var tested = WithoutSpace(File.ReadAllText(
            Checkout.PathOf("tests/Messaging.TestHarness.Tests/Example/BuildReportTests.cs")));

        Assert.That(documented, Is.Not.Empty);
        Assert.That(documented, Has.All.Matches<string>(code => tested.Contains(code, StringComparison.Ordinal)));
    }

    private static string WithoutSpace(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    [GeneratedRegex("```csharp tested\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlocks();
}
