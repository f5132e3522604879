using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CallCenter.Fixtures;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace CallCenter.Hosting.Tests.Authentication;

public class TokenTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_token_opens_the_service_and_its_claims_keep_their_names()
    {
        await using var service = await RunningHost.StartAsync(servers);
        var agent = Guid.CreateVersion7();
        var token = service.Tokens.Sign("ann", [Roles.Agent, Roles.Supervisor], TimeSpan.FromMinutes(1), agent);

        var me = await service.With(token).GetFromJsonAsync<JsonElement>("/me", Cancel);

        Assert.Equal(agent, me.GetProperty("agent").GetGuid());
        Assert.True(me.GetProperty("supervisor").GetBoolean());
    }

    [Fact]
    public async Task Without_a_token_every_address_answers_401_with_a_problem_document()
    {
        await using var service = await RunningHost.StartAsync(servers);

        foreach (var path in new[] { "/things", "/nothing", "/openapi/v1.json" })
        {
            var response = await service.Anonymous.GetAsync(path, Cancel);
            Assert.Equal(
                (HttpStatusCode.Unauthorized, "A bearer token is needed."),
                (response.StatusCode, await DetailAsync(response)));
        }
    }

    [Fact]
    public async Task A_token_without_the_role_is_told_which_roles_may()
    {
        await using var service = await RunningHost.StartAsync(servers);

        var response = await service.As(Roles.Agent).GetAsync("/restricted", Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("The token needs one of the roles: supervisor, administrator.", await DetailAsync(response));
        Assert.Equal("secret", await service.As(Roles.Administrator).GetStringAsync("/restricted", Cancel));
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_told_why()
    {
        await using var service = await RunningHost.StartAsync(servers);
        var folder = Directory.CreateTempSubdirectory("callcenter-keys-").FullName;
        using var stranger = LocalTokens.Open(folder, "tests");
        using var otherIssuer = LocalTokens.Open(KeysOf(service), "elsewhere");
        using var otherAudience = LocalTokens.Open(KeysOf(service), "tests", audience: "shop");
        var minute = TimeSpan.FromMinutes(1);

        Assert.StartsWith(
            "The token expired at ",
            await RefusedAsync(service, service.Tokens.Sign("x", [], -minute)),
            StringComparison.Ordinal);
        Assert.Equal(
            "The token's signature is not of a key trusted here.",
            await RefusedAsync(service, stranger.Sign("x", [], minute)));
        Assert.Equal(
            "The token's issuer is not the one trusted here.",
            await RefusedAsync(service, otherIssuer.Sign("x", [], minute)));
        Assert.Equal(
            "The token is not for the audience callcenter.",
            await RefusedAsync(service, otherAudience.Sign("x", [], minute)));
        Assert.Equal("The token cannot be read.", await RefusedAsync(service, "nonsense"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_token_that_says_it_needs_no_signature_or_uses_the_public_key_as_a_secret_is_refused()
    {
        await using var service = await RunningHost.StartAsync(servers);
        var good = service.Tokens.Sign("x", [Roles.Administrator], TimeSpan.FromMinutes(1)).Split('.');
        var unsigned = $"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{good[1]}.";
        var secret = await File.ReadAllBytesAsync(LocalTokens.KeyFile(KeysOf(service)), Cancel);
        var symmetric = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{good[1]}";
        symmetric += "." + Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(symmetric)));
        var changed =
            $"{good[0]}.{Encoded(Decoded(good[1]).Replace("\"x\"", "\"y\"", StringComparison.Ordinal))}.{good[2]}";

        foreach (var token in new[] { unsigned, symmetric, changed })
        {
            await RefusedAsync(service, token);
        }
    }

    [Fact]
    public async Task Keys_of_a_provider_are_found_by_discovery()
    {
        using var provider = await OpenIdServer.StartAsync();
        await using var service = await RunningHost.StartAsync(
            servers, map: null, $"--Auth:Authority={provider.Address}");

        Assert.Equal("things", await service.With(provider.Sign([Roles.Agent])).GetStringAsync("/things", Cancel));
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await service.As(Roles.Agent).GetAsync("/things", Cancel)).StatusCode);
    }

    private static string KeysOf(RunningHost service) =>
        Path.Combine(Path.GetDirectoryName(service.SpansFile)!, "keys");

    private static string Encoded(string text) => Base64UrlEncoder.Encode(text);

    private static string Decoded(string text) => Base64UrlEncoder.Decode(text);

    private static async Task<string?> RefusedAsync(RunningHost service, string token)
    {
        var response = await service.With(token).GetAsync("/things", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        return await DetailAsync(response);
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString();
    }
}
