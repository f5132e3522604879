using System.Net;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Tests.Retention;
using Dapper;
using Xunit;

namespace CallCenter.Telephony.Tests.Voicemails;

/// <summary>Who sees and hears what was left for a queue.</summary>
[Collection(Archive.Name)]
public sealed class VoicemailsOverHttpTests(Servers servers)
{
    [Fact]
    public async Task Agents_who_were_given_a_call_of_the_queue_list_and_hear_it_and_others_do_not()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var (queueId, agentId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await archive.AddAsync(queueId: queueId);
        var id = await AddAsync(archive, queueId);
        await GiveCallAsync(archive, agentId, queueId);
        using var agent = archive.Service.ClientOfAgent(agentId);
        using var stranger = archive.Service.ClientOfAgent(Guid.CreateVersion7());
        using var nobody = archive.Service.ClientOf(Roles.Agent);
        var path = new Uri($"/voicemails?queueId={queueId}", UriKind.Relative);
        foreach (var refused in new[] { stranger, nobody })
        {
            using var list = await refused.GetAsync(path, Archive.Cancellation);
            using var audio = await archive.HearAsync(refused, id);
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (list.StatusCode, audio.StatusCode));
        }

        using var heard = await archive.HearAsync(agent, id);
        Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
        using var listed = await agent.GetAsync(path, Archive.Cancellation);
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        var all = await archive.SendAsync(Roles.Supervisor, HttpMethod.Get, path.ToString(), HttpStatusCode.OK);
        Assert.Equal(1, all.GetArrayLength());
        Assert.Equal(id, all[0].GetProperty("recordingId").GetGuid());
        Assert.Equal("test", all[0].GetProperty("heardBy").GetString());
    }

    [Fact]
    public async Task It_is_held_and_deleted_like_every_recording_and_a_missing_queue_is_named()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await AddAsync(archive, Guid.CreateVersion7(), days: 400);
        await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Put, $"/recordings/{id}/hold", HttpStatusCode.OK,
            new { reason = "a dispute" });
        await archive.Worker.SweepAsync(Archive.Cancellation);
        Assert.Equal("stored", await archive.StateAsync(id));
        var view = await archive.SendAsync(Roles.Supervisor, HttpMethod.Get, $"/recordings/{id}", HttpStatusCode.OK);
        Assert.Equal(
            ("voicemail", "held"), (view.GetProperty("kind").GetString(), view.GetProperty("state").GetString()));
        await archive.SendAsync(
            Roles.Administrator, HttpMethod.Delete, $"/recordings/{id}/hold?reason=over", HttpStatusCode.NoContent);
        await archive.Worker.SweepAsync(Archive.Cancellation);
        Assert.Equal("deleted", await archive.StateAsync(id));
        var refusal = await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Get, "/voicemails", HttpStatusCode.BadRequest);
        Assert.Contains("queueId", refusal.ToString(), StringComparison.Ordinal);
    }

    private static async Task<Guid> AddAsync(Archive archive, Guid queueId, int days = 0)
    {
        var id = await archive.AddAsync(days: days, queueId: queueId);
        await using var connection = await archive.Database.OpenConnectionAsync(Archive.Cancellation);
        await connection.ExecuteAsync(
            """
            update recording set kind = 'voicemail', assignment_id = null, agent_id = null where recording_id = @id
            """,
            new { id });
        return id;
    }

    /// <summary>Routing has once given the agent a call of the queue.</summary>
    private static async Task GiveCallAsync(Archive archive, Guid agentId, Guid queueId)
    {
        await using var connection = await archive.Database.OpenConnectionAsync(Archive.Cancellation);
        await connection.ExecuteAsync(
            """
            insert into call (call_id, node, phase, arrived_at, version, snapshot)
            values (@queueId, 'local', 'Ended', now(), 1, '{}');
            insert into call_order (call_id, kind, agent_id, queue_id, recorded_at, taken_at)
            values (@queueId, 'assigned', @agentId, @queueId, now(), now())
            """,
            new { agentId, queueId });
    }
}
