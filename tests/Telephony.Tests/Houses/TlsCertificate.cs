using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>A certificate of a provider on loopback, made anew for a test.</summary>
/// <param name="IsTrusted">Whoever dials the provider has it among those to trust.</param>
internal sealed record TlsCertificate(bool IsTrusted)
{
    private const string Name = "127.0.0.1";

    /// <summary>Gives it to the Asterisk that is the provider, and to the one that shall trust it.</summary>
    public void Install(string dialling, string provider)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(Name));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (etc, keys, trust) = (
            Path.Combine(provider, "etc"), Path.Combine(provider, "keys"), Path.Combine(dialling, "keys"));
        foreach (var folder in (string[])[etc, keys, trust])
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(Path.Combine(keys, "node.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(keys, "node.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(
            Path.Combine(etc, "certificate.conf"),
            "cert_file = /cc/keys/node.pem\npriv_key_file = /cc/keys/node.key\n");
        if (IsTrusted)
        {
            File.WriteAllText(Path.Combine(trust, NameOfFile()), certificate.ExportCertificatePem());
        }
    }

    /// <summary>As OpenSSL's rehash names it: by the canonical form of its subject.</summary>
    private static string NameOfFile()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
        }

#pragma warning disable CA5350 // A name of a file that OpenSSL prescribes.
        var hash = BinaryPrimitives.ReadUInt32LittleEndian(SHA1.HashData(writer.Encode()));
#pragma warning restore CA5350
        return hash.ToString("x8", CultureInfo.InvariantCulture) + ".0";
    }
}
