using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Messaging.Tests.Topology;

/// <summary>
/// Speaks TLS with clients and passes what they say to a broker; who speaks plainly is counted and cut off.
/// </summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2 _certificate;
    private readonly int _broker;
    private readonly Task _accepting;
    private int _encrypted;
    private int _plain;

    public TlsFront(int broker, string folder)
    {
        _broker = broker;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        CertificateFile = Path.Combine(folder, "tls-front.pem");
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What a client has to trust.</summary>
    public string CertificateFile { get; }

    public int Encrypted => Volatile.Read(ref _encrypted);

    public int Plain => Volatile.Read(ref _plain);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var broker = new TcpClient())
        await using (var secure = new SslStream(client.GetStream()))
        {
            try
            {
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
                Interlocked.Increment(ref _encrypted);
                await broker.ConnectAsync(IPAddress.Loopback, _broker, _stopping.Token);
                await Task.WhenAny(
                    secure.CopyToAsync(broker.GetStream(), _stopping.Token),
                    broker.GetStream().CopyToAsync(secure, _stopping.Token));
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                Interlocked.Increment(ref _plain);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
            }
        }
    }
}
