using Microsoft.IdentityModel.Tokens;

namespace CallCenter.Hosting;

/// <summary>Reads a file of public keys.</summary>
internal static class JsonWebKeys
{
    public static IList<SecurityKey> Read(string file) => new JsonWebKeySet(File.ReadAllText(file)).GetSigningKeys();

    /// <summary>What is wrong with the file, or null.</summary>
    public static string? Problem(string file)
    {
        try
        {
            return Read(file).Count > 0 ? null : $"is '{file}', which holds no key";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"is '{file}', which cannot be read: {e.Message}";
        }
        catch (ArgumentException)
        {
            return $"is '{file}', which is no key set (JWKS, JSON)";
        }
    }
}
