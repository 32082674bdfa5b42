using System.Diagnostics;
using System.Globalization;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>A folder of text files, the same ones each time.</summary>
public sealed class WordFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("words");

    /// <summary>Makes the folder.</summary>
    /// <param name="files">Number of files.</param>
    public WordFolder(int files)
    {
        var random = new Random(20261121);
        for (var file = 0; file < files; file++)
        {
            var lines = Enumerable.Range(0, random.Next(60)).Select(_ => string.Join(
                ' ', Enumerable.Range(0, random.Next(12)).Select(_ => $"word{random.Next(500)}")));
            var name = System.IO.Path.Combine(Path, $"{file % 10}", $"{file}.txt");
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(name)!);
            File.WriteAllText(name, string.Join('\n', lines));
        }
    }

    /// <summary>Where it is.</summary>
    public string Path => folder.FullName;

    /// <summary>Lines and words by <c>wc</c>.</summary>
    public async Task<(long Lines, long Words)> CountByWc()
    {
        const string command =
            "find \"$0\" -type f -print0 | xargs -0 wc -lw | awk '!/ total$/ { l += $1; w += $2 } END { print l, w }'";
        using var wc = Process.Start(new ProcessStartInfo("sh", ["-c", command, Path])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var counts = (await wc.StandardOutput.ReadToEndAsync()).Split(' ');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
