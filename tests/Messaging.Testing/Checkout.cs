namespace Messaging.Testing;

/// <summary>The checkout that the tests were built in; known without test.sh.</summary>
public static class Checkout
{
    private const string Solution = "Messaging.sln";

    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file or folder in it.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has a {Solution}.");
    }
}
