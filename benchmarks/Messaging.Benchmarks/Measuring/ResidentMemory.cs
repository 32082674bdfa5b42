using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>Physical memory that this process holds, by Linux's /proc.</summary>
internal static class ResidentMemory
{
    /// <summary>At the moment, in MiB.</summary>
    public static double Now => Read("VmRSS:");

    /// <summary>The most there was since the last <see cref="ForgetPeak"/>, in MiB.</summary>
    public static double Peak => Read("VmHWM:");

    /// <summary>Lets the peak begin anew at the present size.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static double Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        var kibibytes = line[field.Length..].Replace("kB", "", StringComparison.Ordinal);
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
    }
}
