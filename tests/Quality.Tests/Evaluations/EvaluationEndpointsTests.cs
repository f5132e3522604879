using System.Net;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Quality.Evaluations;
using Xunit;

namespace CallCenter.Quality.Tests.Evaluations;

[Collection(nameof(OverHttp))]
public sealed class EvaluationEndpointsTests(Servers servers)
{
    private static readonly byte[] Wav = SyntheticWav.Talk(12, [(1, 4), (8, 11)], [(4.5, 7.5)]).Bytes();

    [Fact]
    public async Task An_evaluation_is_shown_with_its_evidence_to_those_who_may_see_it()
    {
        await using var workshop = await Workshop.OpenAsync(servers);
        await using var service = await workshop.ServeAsync(servers, app => app.MapEvaluationEndpoints());
        var fact = await workshop.HearAsync(Wav);
        await workshop.AnalyseNextAsync();
        var said = Assert.Single(await workshop.SaidAsync());
        using var analyst = service.ClientOf(Roles.Analyst);
        using var own = service.ClientOfAgent(fact.AgentId);
        using var other = service.ClientOfAgent(Guid.CreateVersion7());
        using var head = service.ClientOf(Roles.DepartmentHead);

        // Of the call and by its own id, to the analyst and to the agent it is about.
        var ofCall = await AskAsync(analyst, $"/calls/{fact.CallId}/evaluation");
        var byId = await AskAsync(own, $"/evaluations/{said.EvaluationId}");
        Assert.Equal(said.EvaluationId, ofCall.GetProperty("evaluationId").GetGuid());
        Assert.Equal(said.Score, byId.GetProperty("score").GetDecimal());
        Assert.Equal(5, byId.GetProperty("items").GetArrayLength());
        var spoken = byId.GetProperty("measures").GetProperty("evidence").GetProperty("agent")[0];
        Assert.InRange(spoken.GetProperty("startMs").GetDouble(), 4_470, 4_530);

        // To nobody else.
        await AskAsync(other, $"/calls/{fact.CallId}/evaluation", HttpStatusCode.Forbidden);
        await AskAsync(other, $"/evaluations/{said.EvaluationId}", HttpStatusCode.Forbidden);
        await AskAsync(head, $"/evaluations/{said.EvaluationId}", HttpStatusCode.Forbidden);

        // What is not there says why.
        await AskAsync(analyst, $"/evaluations/{fact.CallId}", HttpStatusCode.NotFound);
        await AskAsync(analyst, "/evaluations/twelve", HttpStatusCode.NotFound);
        var mono = await workshop.HearAsync(new SyntheticWav(1, channels: 1).Bytes());
        await workshop.AnalyseNextAsync();
        var failed = await AskAsync(analyst, $"/calls/{mono.CallId}/evaluation", HttpStatusCode.NotFound);
        Assert.Contains("1 channel", failed.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AskAsync(
        HttpClient client, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.StatusCode == status, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
