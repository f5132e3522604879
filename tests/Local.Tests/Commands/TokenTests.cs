using System.Text.Json;
using CallCenter.Fixtures;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace CallCenter.Local.Tests.Commands;

public sealed class TokenTests(Servers servers)
{
    [Fact]
    public async Task A_token_has_the_roles_and_the_agent_that_were_asked_for()
    {
        var launcher = new Launcher(Path.Combine(servers.Directory, "token"));
        var agent = Guid.CreateVersion7();

        var result = await launcher.RunAsync(
            "token", "--role", "agent", "supervisor", "--agent", agent.ToString(), "--lifetime", "00:05:00");

        Assert.True(result.ExitCode == 0, result.ToString());
        var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(result.Output.Trim().Split('.')[1])).RootElement;
        Assert.Equal(
            ["agent", "supervisor"], claims.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.Equal(agent.ToString(), claims.GetProperty("agent_id").GetString());
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task An_unknown_role_is_refused_with_the_ones_that_exist()
    {
        var launcher = new Launcher(Path.Combine(servers.Directory, "token"));

        var result = await launcher.RunAsync("token", "--role", "king");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("department-head", result.Errors, StringComparison.Ordinal);
    }
}
