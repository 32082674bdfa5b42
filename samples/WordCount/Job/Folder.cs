namespace Messaging.Samples.WordCount.Job;

/// <summary>Lists the files to count.</summary>
internal static class Folder
{
    /// <summary>
    /// All regular files below a folder, hidden ones too, as <c>find -type f</c> lists them; links are not followed.
    /// </summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.GetFullPath(folder), "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
            IgnoreInaccessible = false,
        })
        .Order(StringComparer.Ordinal);
}
