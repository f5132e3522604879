using System.Net;
using System.Net.Http.Json;
using CallCenter.Hosting;
using CallCenter.Quality.Analyses;
using Xunit;

namespace CallCenter.Quality.Tests.Analyses;

[Collection(nameof(OverHttp))]
public sealed class AnalysisEndpointsTests(Servers servers)
{
    private static readonly byte[] Good = SyntheticWav.Talk(12, [(1, 4), (8, 11)], [(4.5, 7.5)]).Bytes();

    [Fact]
    public async Task What_has_failed_is_tried_again_on_order_and_what_is_deleted_is_not()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        await using var service = await workshop.ServeAsync(servers, app => app.MapAnalysisEndpoints());
        var late = await workshop.HearAsync(Good, stored: false);
        var other = await workshop.HearAsync(Good, stored: false);
        workshop.Clock.Move(workshop.Options.GiveUpAfter);
        await workshop.AnalyseNextAsync();
        await workshop.AnalyseNextAsync();
        var deleted = await workshop.HearAsync(Good, stored: false);
        await workshop.HearDeletedAsync(deleted);
        await workshop.StoreAsync(late, Good);
        using var analyst = service.ClientOf(Roles.Analyst);
        using var agent = service.ClientOf(Roles.Agent);

        await RetriedAsync(analyst, $"?callId={late.CallId}", 1);
        await RetriedAsync(analyst, $"?callId={late.CallId}", 0);
        Assert.True(await workshop.AnalyseNextAsync());
        Assert.Equal("done", (await workshop.WorkOfAsync(late)).State);
        Assert.Equal("failed", (await workshop.WorkOfAsync(other)).State);
        await RetriedAsync(analyst, "", 1);
        Assert.Equal(("pending", "the recording is missing", 0), await workshop.WorkOfAsync(other));
        Assert.Equal("failed", (await workshop.WorkOfAsync(deleted)).State);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(analyst, "?callId=twelve")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(agent, "")).StatusCode);
    }

    private static async Task RetriedAsync(HttpClient client, string query, int expected)
    {
        using var answer = await PostAsync(client, query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = await answer.Content.ReadFromJsonAsync<RetriedAnalyses>(TestContext.Current.CancellationToken);
        Assert.Equal(expected, said!.Retried);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string query) => client.PostAsync(
        new Uri($"/analyses/retry{query}", UriKind.Relative), null, TestContext.Current.CancellationToken);
}
