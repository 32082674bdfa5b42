using System.Globalization;

namespace Messaging.Testing;

/// <summary>
/// Keeps a port from being taken twice between the moment at which it is found to be free and that at which its server
/// listens, by tests of this process or of another one: a file of its number, locked for as long as the process lives.
/// </summary>
internal static class PortLease
{
    // Held open. The operating system lets go of the locks of a process that ends, however it does.
    private static readonly List<FileStream> Leases = [];
    private static readonly Lock Gate = new();

    /// <summary>Leases a port until the process ends.</summary>
    /// <returns>Whether nobody else has it.</returns>
    public static bool TryTake(int port)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"messaging-port-{port}");
        try
        {
            var lease = new FileStream(
                Path.Combine(TestServers.PrivateFolder, name),
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.None);
            lock (Gate)
                Leases.Add(lease);
            return true;
        }
        catch (IOException)
        {
            // It is somebody else's.
            return false;
        }
    }
}
