using System.Text.Json;
using CallCenter.Contracts.Feedback;
using CallCenter.Hosting;
using Xunit;

namespace CallCenter.Feedback.Tests.Complaints;

[Collection(RunningCollection.Name)]
public class ComplaintEndpointTests(RunningFeedback feedback)
{
    [Fact]
    public async Task An_agent_reports_a_complaint_and_those_who_handle_it_can_read_it()
    {
        var (call, agent) = (await ArrivedAsync(), Guid.CreateVersion7());

        var (status, complaint) = await ReportAsync(call.CallId, agent: agent);

        Assert.Equal(201, status);
        var id = complaint.GetProperty("complaintId").GetGuid();
        var (_, read) = await feedback.SendAsync(HttpMethod.Get, $"/complaints/{id}", role: Roles.DepartmentHead);
        var source = Assert.Single(read.GetProperty("sources").EnumerateArray());
        Assert.Equal("agent", source.GetProperty("source").GetString());
        Assert.Equal(agent, source.GetProperty("reportedBy").GetGuid());
        Assert.Equal("waited for a week", source.GetProperty("note").GetString());
        var raised = (await feedback.SaidAsync<ComplaintRaised>()).Single(r => r.ComplaintId == id);
        Assert.Equal(("agent", "late-delivery", call.CallId), (raised.Source, raised.Reason, raised.CallId));
    }

    [Fact]
    public async Task The_same_report_sent_twice_counts_once_and_another_is_added()
    {
        var (call, report) = (await ArrivedAsync(), Guid.CreateVersion7());

        var first = await ReportAsync(call.CallId, report);
        var again = await ReportAsync(call.CallId, report);
        var other = await ReportAsync(call.CallId);

        Assert.Equal((201, 200, 200), (first.Status, again.Status, other.Status));
        Assert.Equal(1, again.Body.GetProperty("sources").GetArrayLength());
        Assert.Equal(2, other.Body.GetProperty("sources").GetArrayLength());
        var (_, list) = await feedback.SendAsync(HttpMethod.Get, $"/complaints?callId={call.CallId}");
        Assert.Single(list.EnumerateArray());
    }

    [Fact]
    public async Task Bad_reports_are_told_what_is_wrong()
    {
        var call = await ArrivedAsync();

        Assert.Equal((404, null), Wrong(await ReportAsync(Guid.CreateVersion7())));
        Assert.Equal((400, "reason"), Wrong(await ReportAsync(call.CallId, reason: "Very Bad!")));
        Assert.Equal((400, "note"), Wrong(await ReportAsync(call.CallId, note: new string('a', 4_001))));
        Assert.Equal(
            (400, "callId"), Wrong(await feedback.SendAsync(HttpMethod.Post, "/complaints", new { reason = "x" })));
        Assert.Equal((400, null), Wrong(await feedback.SendAsync(HttpMethod.Get, "/complaints?callId=nonsense")));
        Assert.Equal(
            (404, null), Wrong(await feedback.SendAsync(HttpMethod.Get, $"/complaints/{Guid.CreateVersion7()}")));
    }

    [Fact]
    public async Task Roles_decide_who_reports_and_who_reads()
    {
        var call = await ArrivedAsync();
        var body = new { callId = call.CallId, reason = "rude" };

        Assert.Equal(403, (await feedback.SendAsync(HttpMethod.Post, "/complaints", body, Roles.Agent)).Status);
        Assert.Equal(403, (await feedback.SendAsync(HttpMethod.Post, "/complaints", body, Roles.Subscriber)).Status);
        Assert.Equal(403, (await feedback.SendAsync(
            HttpMethod.Get, $"/complaints?callId={call.CallId}", role: Roles.Agent)).Status);
    }

    [Fact]
    public async Task A_survey_answer_is_kept_with_its_call()
    {
        var call = await ArrivedAsync();
        await using var bench = feedback.Bench;
        await bench.HearAsync(call.Survey(4));

        var (_, read) = await feedback.SendAsync(HttpMethod.Get, $"/calls/{call.CallId}", role: Roles.Analyst);

        Assert.Equal(4, read.GetProperty("answers")[0].GetProperty("score").GetInt32());
        Assert.NotEqual(JsonValueKind.Null, read.GetProperty("customerId").ValueKind);
    }

    private Task<(int Status, JsonElement Body)> ReportAsync(
        Guid callId,
        Guid? reportId = null,
        string reason = "late-delivery",
        string note = "waited for a week",
        Guid? agent = null) =>
        feedback.SendAsync(
            HttpMethod.Post,
            "/complaints",
            new { callId, reason, note, reportId },
            Roles.Agent,
            agent ?? Guid.CreateVersion7());

    private async Task<Facts> ArrivedAsync()
    {
        var call = new Facts { CallerRef = $"k1:{Guid.CreateVersion7()}" };
        await using var bench = feedback.Bench;
        await bench.HearAsync(call.Arrived);
        return call;
    }

    private static (int Status, string? Field) Wrong((int Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().First().Name
            : null);
}
