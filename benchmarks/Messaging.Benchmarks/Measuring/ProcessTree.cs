using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>Processor time of a process and all that it started, by Linux's /proc.</summary>
internal static class ProcessTree
{
    /// <summary>Linux counts in ticks of 10 ms towards programs, whatever the kernel itself uses.</summary>
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>
    /// Microseconds in user and kernel mode, ended children included once they are waited for; 0 without a process.
    /// </summary>
    public static double CpuMicroseconds(int? root)
    {
        if (root is null)
            return 0;

        var processes = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(folder[^1]))
            .Select(TryRead)
            .OfType<ProcessStat>()
            .ToLookup(process => process.Parent);

        var ticks = TryRead($"/proc/{root}")?.Ticks ?? 0;
        var parents = new Queue<int>([root.Value]);
        while (parents.TryDequeue(out var parent))
        {
            foreach (var child in processes[parent])
            {
                ticks += child.Ticks;
                parents.Enqueue(child.Id);
            }
        }

        return ticks * MicrosecondsPerTick;
    }

    private static ProcessStat? TryRead(string folder)
    {
        try
        {
            var text = File.ReadAllText($"{folder}/stat");
            // The name, in brackets, may hold spaces and brackets.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var id = Number(text[..text.IndexOf(' ', StringComparison.Ordinal)]);
            // utime, stime, cutime and cstime: fields 14 to 17 of proc(5), counted from 1; the text here begins with 3.
            return new ProcessStat((int)id, (int)Number(fields[1]), fields[11..15].Sum(Number));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile. Its parent, which is still there, has its time.
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record ProcessStat(int Id, int Parent, long Ticks);
}
