using System.Net;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Tests.Retention;
using Xunit;

namespace CallCenter.Telephony.Tests.Listening;

/// <summary>Who hears what, and that it is written down.</summary>
[Collection(Archive.Name)]
public sealed class ListeningTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_supervisor_hears_a_recording_whole_or_in_part_and_each_hearing_is_written_down()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync();
        using var client = archive.Service.ClientOf(Roles.Analyst);
        using var whole = await archive.HearAsync(client, id);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("audio/wav", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Archive.Tones(), await whole.Content.ReadAsByteArrayAsync(Cancellation));
        using var part = await archive.HearAsync(client, id, range: "bytes=3244-6443");
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 3244-6443/32044", part.Content.Headers.ContentRange?.ToString());
        Assert.Equal(Archive.Tones()[3244..6444], await part.Content.ReadAsByteArrayAsync(Cancellation));

        var heard = await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Get, $"/recordings/{id}/hearings", HttpStatusCode.OK);
        Assert.Equal(2, heard.GetArrayLength());
        Assert.Equal("test", heard[0].GetProperty("heardBy").GetString());
        Assert.Equal(
            (3244, 6443, 100, 200),
            (heard[0].GetProperty("fromByte").GetInt64(), heard[0].GetProperty("toByte").GetInt64(),
                heard[0].GetProperty("fromMs").GetInt64(), heard[0].GetProperty("toMs").GetInt64()));
        await archive.SendAsync(
            Roles.Analyst, HttpMethod.Get, $"/recordings/{id}/hearings", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused_and_not_a_hearing()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync();
        using var client = archive.Service.ClientOf(Roles.Supervisor);
        using var answer = await archive.HearAsync(client, id, range: "bytes=32044-");
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal("bytes */32044", answer.Content.Headers.ContentRange?.ToString());
        var heard = await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Get, $"/recordings/{id}/hearings", HttpStatusCode.OK);
        Assert.Equal(0, heard.GetArrayLength());
    }

    [Theory]
    [InlineData("?format=ogg", null)]
    [InlineData("", "audio/ogg")]
    [InlineData("", "audio/wav;q=0.5, audio/ogg")]
    public async Task Ogg_is_made_when_it_is_asked_for_and_goes_with_the_recording(string query, string? accept)
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync(days: 300);
        using var client = archive.Service.ClientOf(Roles.Supervisor);
        Assert.Null(await archive.Store.LengthAsync(RecordingFile.Ogg(id), Cancellation));
        using var first = await archive.HearAsync(client, id, query, accept: accept);
        var ogg = await first.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal("audio/ogg", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("OggS"u8, ogg.AsSpan(0, 4));
        Assert.Equal(ogg.Length, await archive.Store.LengthAsync(RecordingFile.Ogg(id), Cancellation));
        using var part = await archive.HearAsync(client, id, query, "bytes=-4", accept);
        Assert.Equal(ogg[^4..], await part.Content.ReadAsByteArrayAsync(Cancellation));

        var order = new { callerRef = Archive.CallerRef, reason = "asked" };
        await archive.SendAsync(
            Roles.Administrator, HttpMethod.Put, $"/recording-deletions/{Guid.CreateVersion7()}",
            HttpStatusCode.Accepted, order);
        await using var command = archive.Database.CreateCommand(
            $"update recording set caller_ref = '{Archive.CallerRef}' where recording_id = '{id}'");
        await command.ExecuteNonQueryAsync(Cancellation);
        await archive.Worker.SweepAsync(Cancellation);
        Assert.Empty(Directory.EnumerateFiles(archive.Folder, "*", SearchOption.AllDirectories));
        using var gone = await archive.HearAsync(client, id, query, accept: accept);
        Assert.Equal(HttpStatusCode.Conflict, gone.StatusCode);
    }

    [Fact]
    public async Task An_agent_hears_their_own_recordings_and_no_others()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var agentId = Guid.CreateVersion7();
        var own = await archive.AddAsync(agentId: agentId);
        var other = await archive.AddAsync();
        using var agent = archive.Service.ClientOfAgent(agentId);
        using var nobody = archive.Service.Client(token: null);
        using var administrator = archive.Service.ClientOf(Roles.Administrator);
        await HearsAsync(archive, agent, own, HttpStatusCode.OK);
        await HearsAsync(archive, agent, other, HttpStatusCode.Forbidden);
        await HearsAsync(archive, agent, Guid.CreateVersion7(), HttpStatusCode.Forbidden);
        await HearsAsync(archive, administrator, own, HttpStatusCode.Forbidden);
        await HearsAsync(archive, nobody, own, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_with_its_reason()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync();
        var underWay = await archive.AddAsync(state: "recording");
        using var client = archive.Service.ClientOf(Roles.Supervisor);
        await HearsAsync(archive, client, Guid.CreateVersion7(), HttpStatusCode.NotFound);
        await HearsAsync(archive, client, underWay, HttpStatusCode.Conflict);
        await HearsAsync(archive, client, id, HttpStatusCode.BadRequest, "?format=mp3");
        await archive.Store.DeleteAsync(RecordingFile.Wav(id), Cancellation);
        await HearsAsync(archive, client, id, HttpStatusCode.NotFound);
        await HearsAsync(archive, client, id, HttpStatusCode.NotFound, "?format=ogg");
    }

    [Fact]
    public async Task Levels_of_both_sides_are_shown_to_who_may_hear()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync();
        var peaks = await archive.SendAsync(
            Roles.Analyst, HttpMethod.Get, $"/recordings/{id}/peaks", HttpStatusCode.OK);
        Assert.Equal([1, 2], peaks.GetProperty("caller").EnumerateArray().Select(level => level.GetInt32()));
        Assert.Equal([3, 4], peaks.GetProperty("agent").EnumerateArray().Select(level => level.GetInt32()));
        await archive.SendAsync(Roles.Agent, HttpMethod.Get, $"/recordings/{id}/peaks", HttpStatusCode.Forbidden);
        await archive.SendAsync(
            Roles.Analyst, HttpMethod.Get, $"/recordings/{Guid.CreateVersion7()}/peaks", HttpStatusCode.NotFound);
    }

    private static async Task HearsAsync(
        Archive archive, HttpClient client, Guid id, HttpStatusCode status, string query = "")
    {
        using var answer = await archive.HearAsync(client, id, query);
        Assert.Equal(status, answer.StatusCode);
    }
}
