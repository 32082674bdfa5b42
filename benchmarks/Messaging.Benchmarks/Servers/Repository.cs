namespace Messaging.Benchmarks;

/// <summary>The checkout that this program was built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Messaging.sln")))
                return folder.FullName;
        }

        throw new BenchmarkFailedException(
            $"No folder above {AppContext.BaseDirectory} has a Messaging.sln. Run the benchmarks from a checkout, by "
            + "benchmarks/run.sh.");
    }
}
