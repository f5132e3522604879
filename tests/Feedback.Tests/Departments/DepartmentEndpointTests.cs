using System.Text.Json;
using CallCenter.Contracts.Feedback;
using CallCenter.Hosting;
using Xunit;

namespace CallCenter.Feedback.Tests.Departments;

[Collection(RunningCollection.Name)]
public class DepartmentEndpointTests(RunningFeedback feedback)
{
    [Fact]
    public async Task A_department_owns_the_complaints_of_its_queue_with_its_commitment()
    {
        var (id, call) = (Guid.CreateVersion7(), new Facts());
        await PutAsync(
            id,
            new { name = "Logistics", commitmentMs = 3_600_000, duties = new[] { new { queueId = call.QueueId } } });
        await using var bench = feedback.Bench;

        await bench.HearAsync(call.Survey(1));

        var raised = Assert.Single(await feedback.SaidAsync<ComplaintRaised>(), r => r.CallId == call.CallId);
        Assert.Equal(id, raised.DepartmentId);
        Assert.Equal(raised.RaisedAt.AddHours(1), raised.CommitmentDueAt);
    }

    [Fact]
    public async Task There_is_always_one_default_department()
    {
        var id = Guid.CreateVersion7();

        Assert.Equal(200, (await PutAsync(id, new { name = "Care", isDefault = true })).Status);
        Assert.Equal(409, (await PutAsync(id, new { name = "Care" })).Status);

        var (_, all) = await feedback.SendAsync(HttpMethod.Get, "/departments", role: Roles.DepartmentHead);
        var one = Assert.Single(all.EnumerateArray(), d => d.GetProperty("isDefault").GetBoolean());
        Assert.Equal(id, one.GetProperty("departmentId").GetGuid());
        Assert.Equal(28_800_000, one.GetProperty("commitmentMs").GetInt64());
    }

    [Fact]
    public async Task A_queue_has_one_owner()
    {
        var duties = new[] { new { queueId = Guid.CreateVersion7() } };
        var first = Guid.CreateVersion7();
        await PutAsync(first, new { name = "A", duties });

        var (status, problem) = await PutAsync(Guid.CreateVersion7(), new { name = "B", duties });

        Assert.Equal(409, status);
        Assert.StartsWith(
            $"Department {first} answers for queue",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(200, (await PutAsync(first, new { name = "A2", duties })).Status);
    }

    [Theory]
    [InlineData("name", """{"name":""}""")]
    [InlineData("name", """{}""")]
    [InlineData("commitmentMs", """{"name":"A","commitmentMs":5}""")]
    [InlineData("commitmentMs", """{"name":"A","commitmentMs":86400001}""")]
    [InlineData("commitmentMs", """{"name":"A","commitmentMs":"soon"}""")]
    [InlineData("duties[0]", """{"name":"A","duties":[{}]}""")]
    [InlineData("duties[0].reason", """{"name":"A","duties":[{"reason":"Bad Reason"}]}""")]
    [InlineData("duties", """{"name":"A","duties":[{"reason":"a"},{"reason":"a"}]}""")]
    [InlineData("duties[0].queueId", """{"name":"A","duties":[{"queueId":"x"}]}""")]
    public async Task Bad_input_names_its_field(string field, string body)
    {
        var (status, problem) = await PutAsync(Guid.CreateVersion7(), JsonElement.Parse(body));

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Unknown_ids_and_missing_roles_are_refused()
    {
        var path = $"/departments/{Guid.CreateVersion7()}";

        Assert.Equal(404, (await feedback.SendAsync(HttpMethod.Get, path)).Status);
        Assert.Equal(
            403, (await feedback.SendAsync(HttpMethod.Put, path, new { name = "A" }, Roles.DepartmentHead)).Status);
    }

    private Task<(int Status, JsonElement Body)> PutAsync(Guid id, object body) =>
        feedback.SendAsync(HttpMethod.Put, $"/departments/{id}", body);
}
