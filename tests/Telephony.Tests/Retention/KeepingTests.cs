using System.Net;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Retention;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Retention;

/// <summary>How long recordings live, what holds them, and who has them deleted.</summary>
[Collection(Archive.Name)]
public sealed class KeepingTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_goes_when_its_time_is_over_by_its_number_its_queue_or_the_default()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var (queueId, numberId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SetRuleAsync(archive, new { queueId, days = 30 });
        await SetRuleAsync(archive, new { numberId, days = 90 });
        var young = await archive.AddAsync(days: 29, queueId: queueId);
        var old = await archive.AddAsync(days: 31, queueId: queueId);
        var ofNumber = await archive.AddAsync(days: 89, queueId: queueId, numberId: numberId);
        var oldOfNumber = await archive.AddAsync(days: 91, queueId: queueId, numberId: numberId);
        var byDefault = await archive.AddAsync(days: 364);
        var oldByDefault = await archive.AddAsync(days: 366);

        await archive.Worker.SweepAsync(Cancellation);

        foreach (var kept in (Guid[])[young, ofNumber, byDefault])
        {
            Assert.Equal("stored", await archive.StateAsync(kept));
            Assert.NotNull(await archive.Store.LengthAsync(RecordingFile.Wav(kept), Cancellation));
        }

        foreach (var gone in (Guid[])[old, oldOfNumber, oldByDefault])
        {
            Assert.Equal("deleted", await archive.StateAsync(gone));
            Assert.Null(await archive.Store.LengthAsync(RecordingFile.Wav(gone), Cancellation));
        }

        Assert.All(await archive.EventsAsync<RecordingDeleted>(), said => Assert.Equal("retention", said.Reason));
        Assert.Equal(3, (await archive.EventsAsync<RecordingDeleted>()).Count);
    }

    [Fact]
    public async Task A_held_recording_outlives_its_time_and_every_order_until_the_hold_is_lifted()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync(days: 1_000, callerRef: Archive.CallerRef);
        var body = new { reason = "case 4711" };
        await archive.SendAsync(Roles.Supervisor, HttpMethod.Put, $"/recordings/{id}/hold", HttpStatusCode.OK, body);
        await archive.SendAsync(Roles.Supervisor, HttpMethod.Put, $"/recordings/{id}/hold", HttpStatusCode.OK, body);
        var order = await OrderAsync(archive, new { e164 = Archive.Customer, reason = "asked for by letter" });
        Assert.Equal((1, 1), (order.GetProperty("open").GetInt64(), order.GetProperty("held").GetInt64()));

        await archive.Worker.SweepAsync(Cancellation);

        Assert.Equal("held", (await ViewAsync(archive, id)).GetProperty("state").GetString());
        Assert.NotNull(await archive.Store.LengthAsync(RecordingFile.Wav(id), Cancellation));
        Assert.Single(await archive.EventsAsync<RecordingHeld>());
        await LiftAsync(archive, id, Roles.Supervisor, HttpStatusCode.Forbidden);
        await LiftAsync(archive, id, Roles.Administrator, HttpStatusCode.NoContent);
        await LiftAsync(archive, id, Roles.Administrator, HttpStatusCode.NoContent);
        Assert.Single(await archive.EventsAsync<RecordingHoldLifted>());
        await archive.Worker.SweepAsync(Cancellation);
        Assert.Equal("deleted", await archive.StateAsync(id));
        var holds = await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Get, $"/recordings/{id}/holds", HttpStatusCode.OK);
        Assert.Equal("case closed", holds[0].GetProperty("liftReason").GetString());
        await archive.SendAsync(
            Roles.Supervisor, HttpMethod.Put, $"/recordings/{id}/hold", HttpStatusCode.Conflict, body);
    }

    [Fact]
    public async Task A_hold_and_a_deletion_at_the_same_time_never_leave_a_held_recording_without_audio()
    {
        await using var archive = await Archive.OpenAsync(servers);
        for (var i = 0; i < 20; i++)
        {
            var id = await archive.AddAsync(days: 1_000);
            using var client = archive.Service.ClientOf(Roles.Administrator);
            var holding = HoldAsync(client, id);
            await archive.Worker.SweepAsync(Cancellation);
            var held = await holding;
            await archive.Worker.SweepAsync(Cancellation);
            Assert.Equal(held == HttpStatusCode.OK ? "stored" : "deleted", await archive.StateAsync(id));
            Assert.Equal(
                held == HttpStatusCode.OK,
                await archive.Store.LengthAsync(RecordingFile.Wav(id), Cancellation) is not null);
        }
    }

    [Fact]
    public async Task A_customer_s_recordings_are_deleted_with_proof_and_those_of_others_are_kept()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync(callerRef: Archive.CallerRef);
        var underWay = await archive.AddAsync(callerRef: Archive.CallerRef, state: "recording");
        var stranger = await archive.AddAsync(callerRef: Archive.CallerRef[..^1] + "x");
        var sha256 = (await ViewAsync(archive, id)).GetProperty("sha256").GetString();
        var orderId = Guid.CreateVersion7();
        await OrderAsync(archive, new { e164 = Archive.Customer, reason = "asked" }, orderId);
        await archive.Worker.SweepAsync(Cancellation);
        var again = await OrderAsync(archive, new { callerRef = Archive.CallerRef, reason = "asked" }, orderId);

        var proof = Assert.Single(again.GetProperty("deletions").EnumerateArray());
        Assert.Equal(id, proof.GetProperty("recordingId").GetGuid());
        Assert.Equal(sha256, proof.GetProperty("sha256").GetString());
        Assert.Equal("test", again.GetProperty("order").GetProperty("orderedBy").GetString());
        Assert.True(proof.GetProperty("deletedAt").GetDateTimeOffset() > again.GetProperty("order")
            .GetProperty("orderedAt").GetDateTimeOffset());
        Assert.DoesNotContain(Archive.Customer[1..], again.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, again.GetProperty("open").GetInt64());
        Assert.Equal("stored", await archive.StateAsync(stranger));
        Assert.Equal(sha256, Assert.Single(await archive.EventsAsync<RecordingDeleted>()).Sha256);
        await FinishAsync(archive, underWay);
        await archive.Worker.SweepAsync(Cancellation);
        Assert.Equal("deleted", await archive.StateAsync(underWay));
        var other = new { callerRef = Archive.CallerRef[..^1] + "0", reason = "asked" };
        await archive.SendAsync(
            Roles.Administrator, HttpMethod.Put, $"/recording-deletions/{orderId}", HttpStatusCode.Conflict, other);
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_deletion_decided_and_the_next_look_ends_it()
    {
        await using var archive = await Archive.OpenAsync(servers);
        var id = await archive.AddAsync(days: 1_000);
        var other = await archive.AddAsync(days: 1_000);
        using var broken = archive.NewWorker(new BrokenStore(archive.Store, id));
        await broken.SweepAsync(Cancellation);
        Assert.Equal("deleting", await archive.StateAsync(id));
        Assert.Equal("deleted", await archive.StateAsync(other));
        await archive.SendAsync(
            Roles.Administrator, HttpMethod.Put, $"/recordings/{id}/hold", HttpStatusCode.Conflict,
            new { reason = "too late" });
        await archive.Worker.SweepAsync(Cancellation);
        Assert.Equal("deleted", await archive.StateAsync(id));
    }

    [Theory]
    [InlineData("PUT", "/retention-rules/{0}", """{"days":5}""", "administrator", 400)]
    [InlineData("PUT", "/retention-rules/{0}", """{"days":5}""", "supervisor", 403)]
    [InlineData("PUT", "/recording-deletions/{0}", """{"e164":"12","reason":"x"}""", "administrator", 400)]
    [InlineData("PUT", "/recording-deletions/{0}", """{"callerRef":"k1:00","reason":"x"}""", "administrator", 400)]
    [InlineData("PUT", "/recording-deletions/{0}", """{"e164":"+441632960123"}""", "administrator", 400)]
    [InlineData("PUT", "/recording-deletions/{0}", """{"e164":"+441632960123","reason":"x"}""", "supervisor", 403)]
    [InlineData("GET", "/recording-deletions/{0}", null, "administrator", 404)]
    [InlineData("PUT", "/recordings/{0}/hold", """{"reason":"x"}""", "supervisor", 404)]
    [InlineData("PUT", "/recordings/{0}/hold", """{"reason":""}""", "supervisor", 400)]
    [InlineData("PUT", "/recordings/{0}/hold", """{"reason":"x"}""", "analyst", 403)]
    [InlineData("DELETE", "/recordings/{0}/hold", null, "administrator", 400)]
    [InlineData("DELETE", "/recordings/{0}/hold?reason=x", null, "administrator", 404)]
    [InlineData("GET", "/recordings/{0}", null, "supervisor", 404)]
    [InlineData("GET", "/recordings/{0}", null, "agent", 403)]
    [InlineData("GET", "/recordings/{0}/deletion", null, "administrator", 404)]
    public async Task What_is_wrong_or_not_allowed_is_refused(
        string method, string path, string? body, string role, int status)
    {
        await using var archive = await Archive.OpenAsync(servers);
        using var client = archive.Service.ClientOf(role);
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(path.Replace("{0}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal), UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<HttpStatusCode> HoldAsync(HttpClient client, Guid id)
    {
        using var content = new StringContent("""{"reason":"case"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PutAsync(
            new Uri($"/recordings/{id}/hold", UriKind.Relative), content, Cancellation);
        return answer.StatusCode;
    }

    private static Task<JsonElement> LiftAsync(
        Archive archive, Guid id, string role, HttpStatusCode status) => archive.SendAsync(
        role, HttpMethod.Delete, $"/recordings/{id}/hold?reason=case%20closed", status);

    private static Task<JsonElement> ViewAsync(Archive archive, Guid id) =>
        archive.SendAsync(Roles.Supervisor, HttpMethod.Get, $"/recordings/{id}", HttpStatusCode.OK);

    private static Task<JsonElement> SetRuleAsync(Archive archive, object rule) => archive.SendAsync(
        Roles.Administrator, HttpMethod.Put, $"/retention-rules/{Guid.CreateVersion7()}", HttpStatusCode.OK, rule);

    private static Task<JsonElement> OrderAsync(Archive archive, object body, Guid? id = null) =>
        archive.SendAsync(
            Roles.Administrator, HttpMethod.Put, $"/recording-deletions/{id ?? Guid.CreateVersion7()}",
            HttpStatusCode.Accepted, body);

    private static async Task FinishAsync(Archive archive, Guid id)
    {
        await archive.Store.WriteAsync(RecordingFile.Wav(id), new MemoryStream(Archive.Tones()), Cancellation);
        await using var command = archive.Database.CreateCommand(
            $"update recording set state = 'stored' where recording_id = '{id}'");
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>A disk that fails at one file.</summary>
    private sealed class BrokenStore(IRecordingStore store, Guid broken) : IRecordingStore
    {
        public Task WriteAsync(RecordingFile file, Stream content, CancellationToken cancellation) =>
            store.WriteAsync(file, content, cancellation);

        public Task<Stream> OpenReadAsync(RecordingFile file, CancellationToken cancellation) =>
            store.OpenReadAsync(file, cancellation);

        public Task<Stream> OpenReadAsync(
            RecordingFile file, long from, long length, CancellationToken cancellation) =>
            store.OpenReadAsync(file, from, length, cancellation);

        public Task<long?> LengthAsync(RecordingFile file, CancellationToken cancellation) =>
            store.LengthAsync(file, cancellation);

        public Task DeleteAsync(RecordingFile file, CancellationToken cancellation) => file.RecordingId == broken
            ? throw new IOException("the disk is broken")
            : store.DeleteAsync(file, cancellation);

        public IAsyncEnumerable<StoredFile> ListAsync(CancellationToken cancellation) => store.ListAsync(cancellation);

        public long? FreeBytes() => store.FreeBytes();
    }
}
