using System.Globalization;
using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Phones;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Agents and their phones.</summary>
internal sealed partial class House
{
    /// <summary>An agent with a phone that is registered.</summary>
    public async Task<(Guid AgentId, TestPhone Phone)> AddAgentAsync(
        Func<PhoneCall, InviteReply>? onInvite = null, bool answersWhenAsked = true)
    {
        var agentId = Guid.CreateVersion7();
        await AddNameAsync(agentId);
        var password = await AddAccountAsync(agentId);
        var phone = PhoneWith(agentId, password, answersWhenAsked);
        phone.OnInvite = onInvite ?? (_ => InviteReply.Answer());
        Assert.True((await phone.RegisterAsync()).Succeeded);
        await UntilAsync(
            async () => (await EventsAsync<AgentPhoneOnline>()).Any(e => e.AgentId == agentId), "a phone online");
        return (agentId, phone);
    }

    /// <summary>A phone of the agent with this password, not registered yet.</summary>
    public TestPhone PhoneWith(Guid agentId, string password, bool answersWhenAsked = true) =>
        Phone(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, Asterisk.SipPort),
            User = PhoneIds.Endpoint(agentId),
            Password = password,
            AnswersWhenAsked = answersWhenAsked,
        });

    public TestPhone PhoneOf(Guid agentId) =>
        _phones.Single(phone => phone.Settings.User == PhoneIds.Endpoint(agentId));

    /// <summary>Routing says that there is an agent.</summary>
    public Task AddNameAsync(Guid agentId) => HearAsync(new AgentAddedConsumer(Replica.Switchboard), new AgentAdded
    {
        AgentId = agentId,
        Number = "2001",
        Name = "Ann \"the\" Agent",
        AddedAt = DateTimeOffset.UnixEpoch,
    });

    /// <summary>Makes the account of an agent's phone and waits until the node knows it.</summary>
    public async Task<string> AddAccountAsync(Guid agentId)
    {
        var password = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        long? revision;
        await using (var work = await Transactions.BeginAsync(Cancellation))
        {
            revision = await PhoneStore.SetAccountAsync(
                work.Transaction, agentId, PhoneIds.Endpoint(agentId), password, PhoneKinds.Sip, Cancellation);
            await work.CommitAsync(Cancellation);
        }

        Replica.Switchboard.SignalAccounts();
        Replica.Notices.SignalAccounts();
        await UntilAsync(async () =>
        {
            await using var connection = await Database.OpenConnectionAsync(Cancellation);
            var nodes = await NodeStore.ForPhonesAsync(
                connection, [.. Options.Nodes.Select(node => node.Name)], Cancellation);
            return nodes.Count > 0 && nodes.All(node => node.PhoneRevision >= revision);
        });
        return password;
    }
}
