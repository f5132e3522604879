using System.Text.Json;
using Xunit;

namespace CallCenter.Hosting.Tests.Authentication;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LocalTokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("callcenter-keys-").FullName;

    [Fact]
    public void The_private_key_is_for_its_owner_only_and_the_key_set_does_not_hold_it()
    {
        using var tokens = LocalTokens.Open(_folder, "tests");

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_folder, "signing-key.pem")));
        using var set = JsonDocument.Parse(File.ReadAllText(LocalTokens.KeyFile(_folder)));
        Assert.False(set.RootElement.GetProperty("keys")[0].TryGetProperty("d", out _));
    }

    [Fact]
    public void Opening_the_folder_again_gives_the_same_key()
    {
        LocalTokens.Open(_folder, "tests").Dispose();
        var first = File.ReadAllText(LocalTokens.KeyFile(_folder));
        LocalTokens.Open(_folder, "tests").Dispose();

        Assert.Equal(first, File.ReadAllText(LocalTokens.KeyFile(_folder)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
