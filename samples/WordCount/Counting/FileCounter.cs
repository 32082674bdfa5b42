using System.Buffers;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>Counts a file as <c>wc -lw</c> of GNU coreutils 9.1 to 9.4 does, whatever is in the file.</summary>
/// <remarks>From 9.5 on, wc takes what doesn't print and what can't be decoded for parts of words.</remarks>
public static class FileCounter
{
    private const int ReadSize = 256 * 1024;
    private const long ProgressStep = 1024 * 1024;
    private const int CommonWords = 10;

    /// <summary>Reads the file once, a piece at a time, so its size is of no matter to the memory it takes.</summary>
    /// <param name="path">A file; a directory is an <see cref="UnauthorizedAccessException"/> to .NET.</param>
    /// <param name="mode">How to tell words apart.</param>
    /// <param name="progress">Gets the bytes read and the bytes in all about every MiB, and once at the end.</param>
    /// <param name="cancellationToken">Is looked at before each read.</param>
    public static Task<FileCount> Count(
        string path, CountMode mode, Func<long, long, ValueTask>? progress, CancellationToken cancellationToken) =>
        Count(path, mode, progress, ReadSize, cancellationToken);

    internal static async Task<FileCount> Count(
        string path,
        CountMode mode,
        Func<long, long, ValueTask>? progress,
        int readSize,
        CancellationToken cancellationToken)
    {
        await using var file = Open(path);
        var table = new WordTable();
        var recent = new RecentWords(table, Total(file, 0));
        var scanner = new WordScanner(mode, recent);
        long lines = 0, bytes = 0, reported = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(WordScanner.MostLeftOver + readSize);
        try
        {
            int read, leftOver = 0;
            do
            {
                read = await file.ReadAsync(buffer.AsMemory(leftOver, readSize), cancellationToken);
                bytes += read;
                lines += buffer.AsSpan(leftOver, read).Count((byte)'\n');

                var piece = buffer.AsSpan(0, leftOver + read);
                var rest = piece[scanner.Scan(piece, atEnd: read == 0)..];
                rest.CopyTo(buffer);
                leftOver = rest.Length;

                if (progress is not null && (bytes - reported >= ProgressStep || read == 0))
                {
                    reported = bytes;
                    await progress(bytes, Total(file, bytes));
                }
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        recent.Flush();
        return new FileCount
        {
            Path = path,
            Lines = lines,
            Words = scanner.Words,
            Bytes = bytes,
            CommonWords = table.Commonest(CommonWords),
        };
    }

    // Whoever is writing to the file may go on doing so, as a log's owner does: wc doesn't mind either.
    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });

    // A file may grow as it is read, and a pipe or a file in /proc doesn't tell its length.
    private static long Total(FileStream file, long read) => file.CanSeek ? Math.Max(file.Length, read) : read;
}
