using System.Security.Cryptography;
using System.Text.Json;
using CallCenter.Local.Backing;

namespace CallCenter.Local.Installations;

/// <summary>
/// Every password of this installation, made at random when first asked for and kept in one file of mode 0600.
/// </summary>
public sealed class SecretBook
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly string _path;
    private readonly SortedDictionary<string, string> _secrets;

    private SecretBook(string path, SortedDictionary<string, string> secrets)
    {
        _path = path;
        _secrets = secrets;
    }

    public static async Task<SecretBook> OpenAsync(string path, CancellationToken cancellation)
    {
        var secrets = File.Exists(path)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(
                await File.ReadAllTextAsync(path, cancellation))
            : null;
        return new SecretBook(path, secrets ?? new SortedDictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>A password by its name, such as <c>postgresql.routing</c>.</summary>
    public Task<string> GetAsync(string name, CancellationToken cancellation) =>
        GetAsync(name, SecretFile.NewPassword, cancellation);

    /// <summary>A 256-bit key in base64.</summary>
    public Task<string> GetKeyAsync(string name, CancellationToken cancellation) =>
        GetAsync(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellation);

    private async Task<string> GetAsync(string name, Func<string> make, CancellationToken cancellation)
    {
        if (!_secrets.TryGetValue(name, out var secret))
        {
            _secrets[name] = secret = make();
            await SecretFile.WriteAsync(_path, JsonSerializer.Serialize(_secrets, Indented), cancellation);
        }

        return secret;
    }
}
