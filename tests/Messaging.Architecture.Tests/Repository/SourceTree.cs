using Messaging.Testing;

namespace Messaging.Architecture.Tests;

/// <summary>The files of the checkout, without what is built and the folders of tools (with a dot first).</summary>
internal static class SourceTree
{
    private static readonly string[] Built = ["bin", "obj", "TestResults"];

    /// <summary>Paths from the checkout's folder, with <c>/</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. FilesIn(new DirectoryInfo(Checkout.Root)).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> WithExtension(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal));

    private static IEnumerable<FileInfo> FilesIn(DirectoryInfo folder) => folder.GetFiles().Concat(
        folder.GetDirectories().Where(IsSource).SelectMany(FilesIn));

    private static bool IsSource(DirectoryInfo folder) =>
        !folder.Name.StartsWith('.') && !Built.Contains(folder.Name, StringComparer.OrdinalIgnoreCase);

    private static string Relative(FileInfo file) =>
        Path.GetRelativePath(Checkout.Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
}
