using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>A real Asterisk whose trunk is changed while it is registered and carries calls.</summary>
public sealed class TrunksInPlaceTests(Servers servers)
{
    private const string Address = "127.0.0.3";

    [Fact]
    public async Task A_changed_limit_or_codec_ends_no_registration_and_no_call_and_holds_for_the_next()
    {
        await using var house = await TrunkTests.StartAsync(servers);
        await using var provider = TrunkTests.Provider(house, Address);
        var (trunk, request) = await RegisteredAsync(house, provider, "the-first");
        await house.DueAsync(await house.AskAsync("+441632960701"));
        var dialled = await provider.NextCallAsync(House.Soon);
        Assert.Equal([8, 0], Codecs(dialled));
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
        var caller = provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>(2);

        await house.AddTrunkAsync(request with { Codecs = ["ulaw"], MaxCalls = 7, MaxIncoming = 9 }, trunk);

        Assert.True(await dialled.HearsSoundAsync(House.Soon), "the customer who was dialled");
        Assert.True(await caller.HearsSoundAsync(House.Soon), "the caller");
        await house.DueAsync(await house.AskAsync("+441632960702"));
        Assert.Equal([0], Codecs(await provider.NextCallAsync(House.Soon)));
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(2)).Result);
        var another = provider.Call(House.Dialled);
        await house.NextAsync<CallQueued>(4);
        Assert.Empty(await house.EventsAsync<CallEnded>());
        Assert.False(dialled.Ended.IsCompleted || caller.Ended.IsCompleted || another.Ended.IsCompleted);
        // Asterisk leaves at once and comes back within 10 s.
        Assert.Single(provider.Registrar!.Contacts);
        Assert.Equal(1, provider.Registrar.Registrations);
    }

    [Fact]
    public async Task Another_password_is_registered_with_at_once_and_what_a_trunk_no_longer_has_is_gone()
    {
        await using var house = await TrunkTests.StartAsync(servers);
        await using var provider = TrunkTests.Provider(house, Address);
        var (trunk, request) = await RegisteredAsync(house, provider, "the-first");
        provider.Registrar = new PhoneRegistrar(TrunkTests.Account, "the-second");

        await house.AddTrunkAsync(
            request with { Password = "the-second", AcceptFrom = ["127.0.0.64/27", "2001:db8::/64"] }, trunk);

        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 1), "the new password");
        var stranger = provider.Call(House.Dialled);
        Assert.Equal(401, (await stranger.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);

        await house.AddTrunkAsync(TrunkTests.With(provider) with { AcceptFrom = [Address] }, trunk);

        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 0), "no registration");
        provider.Call(House.Dialled);
        await house.QueuedAsync();
        var endpoint = await house.Asterisk.GetAsync(
            $"asterisk/config/dynamic/res_pjsip/endpoint/{TrunkIds.Endpoint(trunk)}", House.Cancellation);
        Assert.Equal(
            "", endpoint.EnumerateArray().Single(field => field.GetProperty("attribute").GetString() == "outbound_auth")
                .GetProperty("value").GetString());
        await house.DueAsync(await house.AskAsync("+441632960701"));
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
    }

    private static async Task<(Guid TrunkId, TrunkRequest Request)> RegisteredAsync(
        House house, TestPhone provider, string password)
    {
        provider.Registrar = new PhoneRegistrar(TrunkTests.Account, password);
        provider.OnInvite = _ => InviteReply.Answer();
        var request = TrunkTests.With(provider) with
        {
            Mode = TrunkModes.Register, Username = TrunkTests.Account, Password = password,
            AcceptFrom = [Address, "2001:db8::/64"],
        };
        var trunk = await house.AddTrunkAsync(request);
        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 1), "a registration");
        return (trunk, request);
    }

    private static IReadOnlyList<int> Codecs(PhoneCall call) =>
        SessionDescription.Parse(call.Invite!.Body)!.Codecs;
}
