using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>Trunks on a real Asterisk, with test phones as providers.</summary>
public sealed class TrunkTests(Servers servers)
{
    internal const string Account = "4416329600";
    private const string Secret = "a:secret;of#the-provider";

    [Fact]
    public async Task A_registered_trunk_registers_is_dialled_and_called_through_and_withdraws_when_it_is_removed()
    {
        await using var house = await StartAsync();
        await using var provider = Provider(house, "127.0.0.3");
        provider.Registrar = new PhoneRegistrar(Account, Secret);
        var trunk = await house.AddTrunkAsync(With(provider) with
        {
            Mode = TrunkModes.Register, Username = Account, Password = Secret,
        });

        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 1), "a registration");
        Assert.Contains(Account, provider.Registrar.Contacts.Single(), StringComparison.Ordinal);
        provider.OnInvite = _ => InviteReply.Answer();
        await house.DueAsync(await house.AskAsync());
        Assert.Equal(House.Dialled, (await provider.NextCallAsync(House.Soon)).Number);

        await house.RemoveTrunkAsync(trunk);
        await House.UntilAsync(() => Task.FromResult(provider.Registrar.Contacts.Count == 0), "no registration");
        await house.DueAsync(await house.AskAsync("+441632960777"));
        Assert.Equal("failed", (await house.NextAsync<CallbackDialled>(2)).Result);
    }

    [Fact]
    public async Task The_next_trunk_is_dialled_when_one_fails_cannot_be_reached_or_is_at_its_limit()
    {
        await using var house = await StartAsync();
        await using var failing = Provider(house, "127.0.0.3");
        await using var narrow = Provider(house, "127.0.0.4");
        await using var last = Provider(house, "127.0.0.5");
        failing.OnInvite = _ => InviteReply.Refuse(503, "Service Unavailable");
        narrow.OnInvite = last.OnInvite = _ => InviteReply.Answer();
        // Nobody listens there.
        await house.AddTrunkAsync(With(failing) with
        {
            Name = "away", Rank = 0, Addresses = ["127.0.0.6:9"], Transport = "tcp",
        });
        await house.AddTrunkAsync(With(failing) with { Name = "failing", Rank = 1 });
        await house.AddTrunkAsync(With(narrow) with { Name = "narrow", Rank = 2, MaxCalls = 1 });
        var wide = await house.AddTrunkAsync(With(last) with { Name = "last", Rank = 3, MaxCalls = 1 });

        await house.DueAsync(await house.AskAsync("+441632960701"));
        await failing.NextCallAsync(House.Soon);
        var first = await narrow.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);
        await house.DueAsync(await house.AskAsync("+441632960702"));
        var second = await last.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(2)).Result);
        await house.DueAsync(await house.AskAsync("+441632960703"));
        Assert.Equal("failed", (await house.NextAsync<CallbackDialled>(3)).Result);

        await first.HangUpAsync();
        await second.HangUpAsync();
        await House.UntilAsync(
            async () => await house.OneAsync("select count(*)::text from trunk_leg where ended_at is null") == "0",
            "no leg counted");
        await house.AddTrunkAsync(With(last) with { Name = "last", Rank = 0 }, wide);
        await house.DueAsync(await house.AskAsync("+441632960704"));
        await last.NextCallAsync(House.Soon);
        await house.NextAsync<CallbackDialled>(4);
        Assert.DoesNotContain(await house.BodiesAsync(), body => body.Contains("63296070", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_trunk_is_dialled_when_one_says_nothing_and_not_when_it_says_that_it_is_at_work()
    {
        await using var house = await House.StartAsync(
            servers, options => options.TrunkAnswerTime = TimeSpan.FromSeconds(2));
        await house.RemoveTrunkAsync(House.OwnTrunk);
        await house.AddNumberAsync();
        await using var second = Provider(house, "127.0.0.4");
        var taken = 0;
        second.OnInvite = _ =>
        {
            taken++;
            return InviteReply.Answer();
        };
        // Takes what comes and says nothing.
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        var mute = await house.AddTrunkAsync(With(second) with
        {
            Name = "silent", Rank = 0, Addresses = [silent.Client.LocalEndPoint!.ToString()!],
        });
        await house.AddTrunkAsync(With(second) with { Name = "second", Rank = 1 });
        await house.DueAsync(await house.AskAsync("+441632960701"));
        await second.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>()).Result);

        await using var slow = Provider(house, "127.0.0.5");
        slow.OnInvite = _ => InviteReply.Answer(TimeSpan.FromSeconds(4));
        await house.AddTrunkAsync(With(slow) with { Name = "slow", Rank = 0 }, mute);
        await house.DueAsync(await house.AskAsync("+441632960702"));
        await slow.NextCallAsync(House.Soon);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(2)).Result);
        Assert.Equal(1, taken);
    }

    [Fact]
    public async Task A_trunk_that_does_not_answer_when_it_is_asked_whether_it_is_there_is_skipped()
    {
        await using var house = await House.StartAsync(
            servers, options => options.TrunkAnswerTime = TimeSpan.FromSeconds(1));
        await house.RemoveTrunkAsync(House.OwnTrunk);
        await house.AddNumberAsync();
        await using var second = Provider(house, "127.0.0.4");
        second.OnInvite = _ => InviteReply.Answer();
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        await house.AddTrunkAsync(With(second) with
        {
            Name = "silent", Rank = 0, Addresses = [silent.Client.LocalEndPoint!.ToString()!], QualifySeconds = 10,
        });
        await house.AddTrunkAsync(With(second) with { Name = "second", Rank = 1 });
        var attempt = 0;
        // Asterisk takes some seconds to know that nobody answers there.
        await House.UntilAsync(
            async () =>
            {
                attempt++;
                await house.DueAsync(await house.AskAsync($"+4416329607{attempt:d2}"));
                await second.NextCallAsync(House.Soon);
                Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(attempt)).Result);
                return !WasDialled(silent);
            },
            "a trunk that is skipped");
    }

    private static bool WasDialled(UdpClient trunk)
    {
        var dialled = false;
        while (trunk.Available > 0)
        {
            IPEndPoint? from = null;
            dialled |= Encoding.ASCII.GetString(trunk.Receive(ref from)).StartsWith(
                "INVITE", StringComparison.Ordinal);
        }

        return dialled;
    }

    [Fact]
    public async Task A_changed_trunk_is_in_force_at_once_with_its_address_codecs_and_number_shown()
    {
        await using var house = await StartAsync();
        await using var before = Provider(house, "127.0.0.3");
        await using var after = Provider(house, "127.0.0.4");
        before.OnInvite = after.OnInvite = _ => InviteReply.Answer();
        var trunk = await house.AddTrunkAsync(With(before));
        await house.DueAsync(await house.AskAsync("+441632960701"));
        Assert.Equal(House.Dialled, (await before.NextCallAsync(House.Soon)).Number);
        await house.NextAsync<CallbackDialled>();

        await house.AddTrunkAsync(
            With(after) with
            {
                CallerId = new TrunkCallerIdRequest
                {
                    Allowed = ["+4420"], Number = "+442079460000", Format = "digits",
                },
            },
            trunk);
        await house.DueAsync(await house.AskAsync("+441632960702"));
        Assert.Equal("442079460000", (await after.NextCallAsync(House.Soon)).Number);
        Assert.Equal("answered", (await house.NextAsync<CallbackDialled>(2)).Result);
    }

    [Fact]
    public async Task Calls_from_the_addresses_of_a_trunk_come_in_and_those_of_strangers_do_not()
    {
        await using var house = await StartAsync();
        await using var provider = Provider(house, "127.0.0.3");
        var stranger = provider.Call(House.Dialled);
        Assert.Equal(401, (await stranger.Ended.WaitAsync(House.Soon, House.Cancellation)).Status);

        await house.AddTrunkAsync(With(provider) with { AcceptFrom = ["127.0.0.3"] });

        provider.Call(House.Dialled);
        await house.QueuedAsync();
    }

    /// <summary>A house with a number that customers are called back from, and no trunk.</summary>
    private Task<House> StartAsync() => StartAsync(servers);

    internal static async Task<House> StartAsync(Servers servers)
    {
        var house = await House.StartAsync(servers);
        await house.RemoveTrunkAsync(House.OwnTrunk);
        await house.AddNumberAsync();
        return house;
    }

    internal static TestPhone Provider(House house, string address) => TestPhone.Start(new PhoneSettings
    {
        Switch = new IPEndPoint(IPAddress.Loopback, house.Asterisk.SipPort),
        User = "+441632960123",
        Address = IPAddress.Parse(address),
    });

    internal static TrunkRequest With(TestPhone provider) => new()
    {
        Name = "provider", Mode = TrunkModes.Address, Addresses = [provider.Address.ToString()], QualifySeconds = 0,
    };
}
