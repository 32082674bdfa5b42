using System.Runtime.InteropServices;
using System.Text;

namespace Messaging.Samples.WordCount.Counting;

/// <summary>Asks the C library: with archives and aliases, neither names nor files would tell.</summary>
internal static class SystemLocale
{
    private const int CtypeMask = 1;
    private const int CodesetItem = 14;

    /// <summary>The locale's codeset as the C library spells it, or null if there is no such locale.</summary>
    public static string? Codeset(string name)
    {
        // The numbers above are Linux's.
        if (!OperatingSystem.IsLinux())
            return CodesetByName(name);

        var locale = NewLocale(CtypeMask, Encoding.UTF8.GetBytes(name + '\0'), nint.Zero);
        if (locale == nint.Zero)
            return null;

        try
        {
            return Marshal.PtrToStringUTF8(LanguageInfo(CodesetItem, locale));
        }
        finally
        {
            FreeLocale(locale);
        }
    }

    private static string CodesetByName(string name) =>
        name.EndsWith(".UTF-8", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".utf8", StringComparison.OrdinalIgnoreCase)
            ? "UTF-8"
            : "ASCII";

    [DllImport("libc", EntryPoint = "newlocale")]
    private static extern nint NewLocale(int mask, byte[] name, nint old);

    [DllImport("libc", EntryPoint = "nl_langinfo_l")]
    private static extern nint LanguageInfo(int item, nint locale);

    [DllImport("libc", EntryPoint = "freelocale")]
    private static extern void FreeLocale(nint locale);
}
