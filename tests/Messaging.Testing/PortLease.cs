using System.Globalization;

namespace Messaging.Testing;

/// <summary>
/// Keeps a port from being taken twice between the moment at which it is found to be free and that at which its server
/// listens, by tests of this process or of another one: a file of its number, which goes with the process.
/// </summary>
internal static class PortLease
{
    // Held open; the files go when they are closed.
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
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
            lock (Gate)
                Leases.Add(lease);
            return true;
        }
        catch (IOException)
        {
            // It is somebody else's, or was when its process was killed.
            return false;
        }
    }
}
