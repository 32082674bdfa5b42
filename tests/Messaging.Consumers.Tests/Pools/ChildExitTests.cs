namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class ChildExitTests
{
    [TestCase(137, "it was killed by SIGKILL, as the kernel does when memory runs out (exit code 137).")]
    [TestCase(139, "it was killed by SIGSEGV (exit code 139).")]
    [TestCase(134, "it was killed by SIGABRT (exit code 134).")]
    [TestCase(0, "it exited with code 0.")]
    [TestCase(200, "it exited with code 200.")]
    public void It_names_the_signal_or_the_exit_code(int exitCode, string expected) =>
        Assert.That(ChildExit.Describe(exitCode, ""), Is.EqualTo(expected));
}
