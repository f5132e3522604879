using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>Actions of many calls over one connection.</summary>
public sealed class AmiClientTests(Servers servers)
{
    [Fact]
    public async Task Each_action_gets_its_own_answer_in_whatever_order_they_come()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var (one, other) = (StopAsync(client, "one"), StopAsync(client, "other"));
        FakeAction[] actions = [await fake.NextAsync(), await fake.NextAsync()];
        await actions.Single(action => action.Leg == "other").AnswerAsync("Success");
        Assert.True(await other);
        Assert.False(one.IsCompleted);
        await actions.Single(action => action.Leg == "one").AnswerAsync("Error");
        Assert.False(await one);
        Assert.Equal(1, fake.Connections);
    }

    [Fact]
    public async Task An_action_without_an_answer_harms_no_other()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var unanswered = StopAsync(client, "unanswered");
        await fake.NextAsync();
        var answered = StopAsync(client, "answered");
        await (await fake.NextAsync()).AnswerAsync("Success");
        Assert.True(await answered);
        await Assert.ThrowsAsync<TimeoutException>(() => unanswered);
        var after = StopAsync(client, "after");
        await (await fake.NextAsync()).AnswerAsync("Success");
        Assert.True(await after);
        Assert.Equal(1, fake.Connections);
    }

    [Fact]
    public async Task What_is_listed_for_one_action_is_kept_from_the_answers_of_others()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var listing = client.RegistrationsAsync(House.Cancellation);
        var list = await fake.NextAsync();
        var other = StopAsync(client, "other");
        var action = await fake.NextAsync();
        await list.AnswerAsync("Success");
        await list.TellAsync("OutboundRegistrationDetail", "ObjectName: t.1", "Status: Registered");
        await action.AnswerAsync("Success");
        await list.TellAsync("OutboundRegistrationDetail", "ObjectName: t.2", "Status: Rejected");
        Assert.True(await other);
        Assert.False(listing.IsCompleted);
        await list.TellAsync("OutboundRegistrationDetailComplete", "EventList: Complete", "Registered: 1");
        Assert.Equal(
            new Dictionary<string, string> { ["t.1"] = "Registered", ["t.2"] = "Rejected" }, await listing);
    }

    [Fact]
    public async Task A_list_that_is_refused_or_never_ends_is_none()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var refused = client.RegistrationsAsync(House.Cancellation);
        await (await fake.NextAsync()).AnswerAsync("Error");
        await Assert.ThrowsAsync<IOException>(() => refused);
        var endless = client.RegistrationsAsync(House.Cancellation);
        await (await fake.NextAsync()).AnswerAsync("Success");
        await Assert.ThrowsAsync<TimeoutException>(() => endless);
        var cut = client.RegistrationsAsync(House.Cancellation);
        await (await fake.NextAsync()).AnswerAsync("Success");
        fake.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => cut);
    }

    [Fact]
    public async Task A_connection_that_answers_nothing_at_all_is_made_anew()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        Task<bool>[] silent = [StopAsync(client, "1"), StopAsync(client, "2"), StopAsync(client, "3")];
        foreach (var action in silent)
        {
            // The third takes the connection down, perhaps before the others noticed that their time is over.
            await Assert.ThrowsAnyAsync<Exception>(() => action);
        }

        await DrainAsync(fake, 3);
        var after = StopAsync(client, "after");
        await (await fake.NextAsync()).AnswerAsync("Success");
        Assert.True(await after);
        Assert.Equal(2, fake.Connections);
    }

    [Fact]
    public async Task A_broken_connection_fails_what_waits_at_once_and_is_made_anew()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var waiting = StopAsync(client, "waiting");
        await fake.NextAsync();
        fake.Cut();
        await Assert.ThrowsAsync<IOException>(() => waiting);
        var after = StopAsync(client, "after");
        await (await fake.NextAsync()).AnswerAsync("Success");
        Assert.True(await after);
        Assert.Equal(2, fake.Connections);
    }

    [Fact]
    public async Task A_recording_is_not_begun_while_the_one_before_is_on_the_leg()
    {
        await using var fake = new FakeAmi();
        using var client = ClientOf(fake);
        var stopped = client.StopRecordingAsync("leg", House.Cancellation);
        await (await fake.NextAsync()).AnswerAsync("Success");
        Assert.True(await stopped);

        var started = client.StartRecordingAsync("leg", "r.wav", "t.wav", House.Cancellation);
        foreach (var answer in (string[])["Success", "Success", "Error"])
        {
            var asked = await fake.NextAsync();
            Assert.Equal(("MixMonitorMute", "leg"), (asked.Name, asked.Leg));
            await asked.AnswerAsync(answer);
        }

        var begun = await fake.NextAsync();
        Assert.Equal(("MixMonitor", "leg"), (begun.Name, begun.Leg));
        await begun.AnswerAsync("Success");
        Assert.True(await started);
    }

    [Fact]
    public async Task A_real_Asterisk_answers_many_at_once()
    {
        var asterisk = await servers.AsteriskAsync();
        using var client = new AmiClient(
            new AriNode
            {
                AmiPort = asterisk.AmiPort,
                AmiUser = AsteriskServer.AmiUser,
                AmiPassword = asterisk.Secrets.AmiPassword,
            },
            TimeProvider.System);
        // There is no such leg: each is refused, none fails.
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => StopAsync(client, $"none-{i}")));
        Assert.DoesNotContain(true, answers);
    }

    private static AmiClient ClientOf(FakeAmi fake) =>
        new(new AriNode { AmiPort = fake.Port, AmiPassword = "for-tests-only" }, TimeProvider.System);

    private static Task<bool> StopAsync(AmiClient client, string leg) =>
        client.StopRecordingAsync(leg, House.Cancellation);

    private static async Task DrainAsync(FakeAmi fake, int actions)
    {
        for (var i = 0; i < actions; i++)
        {
            await fake.NextAsync();
        }
    }
}
