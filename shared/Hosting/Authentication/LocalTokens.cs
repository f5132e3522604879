using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Hosting;

/// <summary>
/// A key pair of this installation that signs tokens where there is no OpenID Connect provider: the local run and
/// tests.
/// The private key is a PEM file that only its owner may read; the services get the public one as JWKS.
/// </summary>
public sealed class LocalTokens : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ECDsa _key;
    private readonly string _issuer;
    private readonly string _audience;
    private readonly TimeProvider _clock;

    private LocalTokens(ECDsa key, string issuer, string audience, TimeProvider clock)
    {
        _key = key;
        _issuer = issuer;
        _audience = audience;
        _clock = clock;
    }

    /// <summary>
    /// Opens the key pair in a folder (<c>signing-key.pem</c>, mode 0600, and <c>jwks.json</c>), and makes it when
    /// there is none.
    /// </summary>
    public static LocalTokens Open(
        string folder, string issuer, TimeProvider? clock = null, string audience = "callcenter")
    {
        Directory.CreateDirectory(folder);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var file = OpenAlone(Path.Combine(folder, "signing-key.pem"));
        if (file.Length == 0)
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }
        else
        {
            using var reader = new StreamReader(file, leaveOpen: true);
            key.ImportFromPem(reader.ReadToEnd());
        }

        // Services read this one at any time: whole, or not yet.
        var temporary = KeyFile(folder) + ".new";
        File.WriteAllText(temporary, PublicKeys(key));
        File.Move(temporary, KeyFile(folder), overwrite: true);
        return new LocalTokens(key, issuer, audience, clock ?? TimeProvider.System);
    }

    /// <summary>The file of public keys in that folder: the setting <c>Auth:KeyFile</c> of each service.</summary>
    public static string KeyFile(string folder) => Path.Combine(folder, "jwks.json");

    /// <summary>Signs a token for a person or program with these roles, tied to an agent when one is given.</summary>
    public string Sign(string subject, IEnumerable<string> roles, TimeSpan lifetime, Guid? agentId = null)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = roles.ToArray() };
        if (agentId is { } agent)
        {
            claims["agent_id"] = agent.ToString();
        }

        var writer = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return writer.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _issuer,
            Audience = _audience,
            Claims = claims,
            IssuedAt = now,
            NotBefore = lifetime > TimeSpan.Zero ? now : now + lifetime,
            Expires = now + lifetime,
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(_key) { KeyId = KeyId(_key) }, SecurityAlgorithms.EcdsaSha256)
            {
                // The cache would keep the key in use after this object is disposed.
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });
    }

    public void Dispose() => _key.Dispose();

    private static string PublicKeys(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC",
                    crv = "P-256",
                    use = "sig",
                    alg = SecurityAlgorithms.EcdsaSha256,
                    kid = KeyId(key),
                    x = Base64UrlEncoder.Encode(point.X),
                    y = Base64UrlEncoder.Encode(point.Y),
                },
            },
        });
    }

    private static string KeyId(ECDsa key) =>
        Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray());

    /// <summary>Processes and threads that open a folder at once take turns: one makes the key.</summary>
    private static FileStream OpenAlone(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        for (var wait = new SpinWait(); ; wait.SpinOnce())
        {
            try
            {
                return new FileStream(file, options);
            }
            catch (IOException refused) when (refused.GetType() == typeof(IOException) && File.Exists(file))
            {
                // Another has it open for the moment.
            }
        }
    }
}
