using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>What nobody should send to a switch, on a real Asterisk.</summary>
public sealed class UnwantedSipTests(Servers servers)
{
    private const double AgentTone = 1500;

    [Fact]
    public async Task A_phone_that_refers_its_caller_elsewhere_is_refused_and_the_talk_goes_on()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync(survey: false);
        var (agentId, phone) = await house.AddAgentAsync();
        var caller = house.Call();
        var callId = await house.QueuedAsync();
        await house.AssignAsync(callId, agentId);
        var agent = await phone.NextCallAsync(House.Soon);
        await house.NextAsync<CallAnswered>();
        Assert.InRange(await agent.ReferAsync("sip:+441632960999@127.0.0.1"), 400, 699);
        agent.SendTone(AgentTone);
        Assert.True(await caller.HearsAsync(AgentTone, House.Soon), "the agent still");
        await agent.HangUpAsync();
        await caller.Ended.WaitAsync(House.Soon, House.Cancellation);
        await house.NextAsync<CallEnded>();
        Assert.Single(await house.EventsAsync<CallArrived>());
        Assert.Empty(await house.EventsAsync<CallTransferred>());
        await house.NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_a_scanner_sends_makes_no_call_and_calls_go_on()
    {
        await using var house = await House.StartAsync(servers);
        await house.AddNumberAsync();
        using var scanner = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var at = new IPEndPoint(IPAddress.Loopback, house.Asterisk.SipPort);
        var own = (IPEndPoint)scanner.Client.LocalEndPoint!;
        string[] messages =
        [
            Request("OPTIONS", "sip:100@127.0.0.1", own, 1),
            Request("REGISTER", "sip:127.0.0.1", own, 2),
            Request("INVITE", $"sip:{House.Dialled}@127.0.0.1", own, 3),
            Request("INVITE", "sip:900441632960999@127.0.0.1", own, 4),
            Request("INVITE", "sip:" + new string('9', 3_000) + "@127.0.0.1", own, 5),
            // In the name of the trunk, from an address that is not the trunk's.
            Request("INVITE", $"sip:{House.Dialled}@127.0.0.1", own, 8)
                .Replace("sip:100@1.1.1.1", "sip:trunk@1.1.1.1", StringComparison.Ordinal),
            Request("SUBSCRIBE", "sip:1001@127.0.0.1", own, 6),
            Request("BREW", "sip:pot@127.0.0.1", own, 7),
            "INVITE sip:100@127.0.0.1 SIP/2.0\r\nVia: \r\nCSeq: x\r\nContent-Length: -5\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "\0\u0001\u0002\r\n\r\n",
        ];
        foreach (var message in messages.SelectMany(message => Enumerable.Repeat(message, 20)))
        {
            await scanner.SendAsync(Encoding.UTF8.GetBytes(message), at, House.Cancellation);
        }

        var call = house.Call();
        var callId = await house.QueuedAsync();
        await call.HangUpAsync();
        Assert.Equal("caller-hung-up", (await house.NextAsync<CallEnded>()).Cause);
        Assert.Equal(callId, Assert.Single(await house.EventsAsync<CallArrived>()).CallId);
        await house.NothingIsLeftAsync();
    }

    private static string Request(string method, string uri, IPEndPoint own, int number) =>
        $"{method} {uri} SIP/2.0\r\n"
        + $"Via: SIP/2.0/UDP {own};branch=z9hG4bK-{number}-{method};rport\r\n"
        + $"From: \"sipvicious\" <sip:100@1.1.1.1>;tag=6434{number}\r\n"
        + $"To: \"sipvicious\" <sip:100@1.1.1.1>\r\n"
        + $"Call-ID: 88{number}\r\nCSeq: 1 {method}\r\nContact: <sip:100@{own}>\r\n"
        + "User-Agent: friendly-scanner\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
}
