using System.Security.Cryptography;

namespace CallCenter.Local.Backing;

/// <summary>Files that only their owner may read.</summary>
public static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A password of 128 random bits in hexadecimal: safe in URIs, SQL and configuration files.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>
    /// Writes a file that is never, not even for a moment, readable by others; replaces it as a whole.
    /// </summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var part = $"{path}.part";
        File.Delete(part);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        await using (var stream = new FileStream(part, options))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(text.AsMemory(), cancellation);
        }

        File.Move(part, path, overwrite: true);
    }
}
