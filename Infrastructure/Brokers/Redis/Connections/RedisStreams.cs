using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Messaging.Redis;

/// <summary>Opens connections, with TLS if the address says so.</summary>
internal static class RedisStreams
{
    public static async Task<Stream> Open(
        RedisEndPoint endPoint, RedisAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint.Host, endPoint.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return address.IsSecure ? await Secure(stream, endPoint, address, cancellationToken) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> Secure(
        NetworkStream stream, RedisEndPoint endPoint, RedisAddress address, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = endPoint.Host };
        if (address.Authority is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // Whoever has an authority of their own seldom publishes what it has revoked.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(address.Authority);
        }

        await secure.AuthenticateAsClientAsync(options, cancellationToken);
        return secure;
    }
}
