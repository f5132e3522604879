using System.Net;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Authentication;

/// <summary>Pages of other origins.</summary>
public class OriginTests(Servers servers)
{
    private const string Known = "https://phones.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Known, "PUT", Known)]
    [InlineData("https://evil.example", "PUT", null)]
    [InlineData("null", "PUT", null)]
    public async Task A_browser_may_ask_for_pages_of_the_origins_that_the_settings_name(
        string origin, string method, string? allowed)
    {
        await using var service = await RunningHost.StartAsync(servers, map: null, $"--Http:AllowedOrigins:0={Known}");
        using var ask = new HttpRequestMessage(HttpMethod.Options, $"/things/{Guid.CreateVersion7()}");
        ask.Headers.Add("Origin", origin);
        ask.Headers.Add("Access-Control-Request-Method", method);
        ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var answer = await service.Anonymous.SendAsync(ask, Cancel);
        Assert.Equal(allowed, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(
            allowed is null ? null : "authorization,content-type", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Null(Header(answer, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_page_of_a_known_origin_still_needs_a_token_and_may_read_why_it_was_refused()
    {
        await using var service = await RunningHost.StartAsync(servers, map: null, $"--Http:AllowedOrigins:0={Known}");
        using var client = service.Anonymous;
        client.DefaultRequestHeaders.Add("Origin", Known);
        using var answer = await client.GetAsync("/things", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(Known, Header(answer, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_the_setting_no_origin_is_allowed()
    {
        await using var service = await RunningHost.StartAsync(servers);
        using var client = service.As(Roles.Agent);
        client.DefaultRequestHeaders.Add("Origin", Known);
        using var answer = await client.GetAsync("/things", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://phones.example/")]
    [InlineData("phones.example")]
    [InlineData("ftp://phones.example")]
    public void What_is_no_origin_is_refused_at_the_start(string origin)
    {
        var options = new HttpOptions { AllowedOrigins = [origin] };
        var broken = Assert.Single(options.Validate(new(options)));
        Assert.Equal(nameof(HttpOptions.AllowedOrigins), Assert.Single(broken.MemberNames));
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
