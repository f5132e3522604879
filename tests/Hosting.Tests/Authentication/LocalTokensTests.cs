using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
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

    [Fact]
    public void Those_who_open_a_new_folder_at_once_all_sign_with_its_one_key()
    {
        for (var round = 0; round < 20; round++)
        {
            var folder = Path.Combine(_folder, $"{round}");
            var keys = new string[8];
            Parallel.For(0, keys.Length, new ParallelOptions { MaxDegreeOfParallelism = keys.Length }, opener =>
            {
                using var tokens = LocalTokens.Open(folder, "tests");
                keys[opener] = new JsonWebToken(tokens.Sign("somebody", [], TimeSpan.FromHours(1))).Kid;
            });

            using var set = JsonDocument.Parse(File.ReadAllText(LocalTokens.KeyFile(folder)));
            var published = set.RootElement.GetProperty("keys")[0].GetProperty("kid").GetString();
            Assert.All(keys, key => Assert.Equal(published, key));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
