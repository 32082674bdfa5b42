namespace Messaging.Testing;

/// <summary>Files of the checkout whose text somebody has looked at and committed.</summary>
public static class Approved
{
    private const string HowToApprove =
        "If that is what you want, run the tests with the environment variable APPROVE=1 and commit what they write.";

    /// <summary>Fails with the differences if the file has another text; with APPROVE=1 writes it.</summary>
    public static void Compare(string text, string relativePath)
    {
        var path = Checkout.PathOf(relativePath);
        if (string.Equals(Environment.GetEnvironmentVariable("APPROVE"), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }

        if (!File.Exists(path))
            Assert.Fail($"{relativePath} does not exist. It would have this text:\n{text}\n{HowToApprove}");

        var approved = File.ReadAllText(path);
        if (!string.Equals(approved, text, StringComparison.Ordinal))
        {
            Assert.Fail(
                $"{relativePath} differs; - is what was approved and + what it is now:\n"
                + $"{LineDifference.Between(approved, text)}\n{HowToApprove}");
        }
    }
}
