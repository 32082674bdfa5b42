using Messaging.Testing;

namespace Messaging.Contracts.Tests;

/// <summary>The committed JSON of a sample.</summary>
internal sealed record GoldenFile(string Sample)
{
    private const string Folder = "tests/Messaging.Contracts.Tests/Golden";
    private const string Extension = ".json";

    public static IEnumerable<GoldenFile> All => Directory
        .EnumerateFiles(Checkout.PathOf(Folder))
        .Select(path => new GoldenFile(Path.GetFileNameWithoutExtension(path)));

    /// <summary>From the checkout's folder.</summary>
    public string RelativePath => $"{Folder}/{Sample}{Extension}";

    public string Read() => File.ReadAllText(Checkout.PathOf(RelativePath));
}
