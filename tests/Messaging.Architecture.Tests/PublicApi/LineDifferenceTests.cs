using Messaging.Testing;

namespace Messaging.Architecture.Tests;

public sealed class LineDifferenceTests
{
    [TestCase("a\nb\nc", "a\nb\nc", "")]
    [TestCase("a\nb\nc", "a\nc", "-    2: b\n")]
    [TestCase("a\nc", "a\nb\nc", "+    2: b\n")]
    [TestCase("a\nb\nc\nd", "a\nx\nc\ny", "-    2: b\n+    2: x\n-    4: d\n+    4: y\n")]
    [TestCase("a", "a\n", "+    2: \n")]
    public void Only_what_differs_is_shown(string before, string after, string difference) =>
        Assert.That(LineDifference.Between(before, after), Is.EqualTo(difference));
}
