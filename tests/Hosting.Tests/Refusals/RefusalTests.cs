using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Refusals;

public class RefusalTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"age\":3}", "name", "is required")]
    [InlineData("{\"name\":null}", "name", "must not be null")]
    [InlineData("{\"name\":5}", "name", "must be a string")]
    [InlineData("{\"name\":\"a\",\"age\":\"old\"}", "age", "must be a whole number")]
    [InlineData("{\"name\":\"a\",\"since\":\"yesterday\"}", "since", "must be an instant such as 2026-01-31T12:00:00Z")]
    [InlineData("{\"name\":\"a\",\"skills\":[1]}", "skills[0]", "must be a string")]
    [InlineData("{\"name\":\"a\",\"skills\":7}", "skills", "has the wrong form")]
    [InlineData("[]", "body", "has the wrong form")]
    [InlineData("{oops", "body", "is not well-formed JSON")]
    public async Task A_body_that_cannot_be_read_names_the_field_and_the_rule(string body, string field, string rule)
    {
        await using var service = await RunningHost.StartAsync(servers);

        var (status, problem) = await PutAsync(service, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(rule, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task What_is_no_JSON_what_is_too_large_and_what_is_missing_are_told_so()
    {
        await using var service = await RunningHost.StartAsync(servers, map: null, "--Http:MaxRequestBytes=2048");

        await RefusedAsync(
            PutAsync(service, "name=a", "text/plain"),
            HttpStatusCode.UnsupportedMediaType,
            "The body must be application/json.");
        await RefusedAsync(PutAsync(service, ""), HttpStatusCode.BadRequest, "The body is missing.");
        await RefusedAsync(
            PutAsync(service, $"{{\"name\":\"{new string('a', 4000)}\"}}"), HttpStatusCode.RequestEntityTooLarge,
            "The body is larger than this service accepts.");
    }

    [Fact]
    public async Task Unknown_addresses_methods_and_parameters_are_told_so()
    {
        await using var service = await RunningHost.StartAsync(servers);
        var client = service.As(Roles.Agent);

        await RefusedAsync(
            Read(await client.GetAsync("/nothing", Cancel)), HttpStatusCode.NotFound, "There is nothing at /nothing.");
        await RefusedAsync(
            Read(await client.DeleteAsync("/things", Cancel)),
            HttpStatusCode.MethodNotAllowed,
            "DELETE is not for /things.");
        await RefusedAsync(
            Read(await client.GetAsync("/numbers/1?more=x", Cancel)), HttpStatusCode.BadRequest,
            "Failed to bind parameter \"more\" from \"x\".");
    }

    [Fact]
    public async Task A_failure_of_ours_says_nothing_of_the_inside()
    {
        await using var service = await RunningHost.StartAsync(servers);

        var response = await service.As(Roles.Agent).GetAsync("/broken", Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("secret of the inside", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.Contains("traceId", text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Problem)> PutAsync(
        RunningHost service, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await Read(await service.As(Roles.Agent).PutAsync($"/things/{Guid.CreateVersion7()}", content, Cancel));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Problem)> Read(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private static async Task RefusedAsync(
        Task<(HttpStatusCode Status, JsonElement Problem)> answer, HttpStatusCode status, string detail)
    {
        var (got, problem) = await answer;
        Assert.Equal((status, detail), (got, problem.GetProperty("detail").GetString()));
    }
}
