using System.Collections.Concurrent;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Phones;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>Tells a node of agents' phones, and the world whether they can be reached.</summary>
internal sealed class NodePhones(
    AriNode node, AriSwitch @switch, NpgsqlDataSource database, Transactions transactions, Action<Guid, bool> tell,
    Func<Guid, bool> rings, TimeSpan doubt, TimeProvider clock, ILogger logger)
{
    /// <summary>Agents of whose phones an event told since the last look: newer than what the look will list.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _heard = new();

    /// <summary>Pushes every phone changed since the last push. Memory of Asterisk: gone when it restarts.</summary>
    public async Task PushAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        while (true)
        {
            var revision = await NodeStore.PhoneRevisionAsync(connection, node.Name, cancellation);
            var changed = await PhoneStore.ChangedSinceAsync(connection, revision, cancellation);
            if (changed.Count == 0)
            {
                return;
            }

            foreach (var phone in changed)
            {
                if (!await @switch.Client.PushPhoneAsync(phone, node, cancellation))
                {
                    // One agent's phone must not keep the others from theirs.
                    logger.PhoneRefused(node.Name, phone.AgentId);
                }
            }

            await NodeStore.SetPhoneRevisionAsync(connection, node.Name, changed[^1].Revision, cancellation);
            logger.PhonesPushed(node.Name, changed.Count);
        }
    }

    public async Task NoteAsync(PhoneChanged change, CancellationToken cancellation)
    {
        if (PhoneIds.AgentOf(change.Endpoint) is not { } agentId)
        {
            return;
        }

        _heard[agentId] = change.Online;
        using var activity = ServiceActivity.Start("note phone");
        await using var work = await transactions.BeginAsync(cancellation);
        var said = await PhoneStore.SetReachableAsync(
            work.Transaction, agentId, node.Name, change.Online, doubt, cancellation);

        // A SIP phone that cannot be reached may talk on; a browser's talk ends with its page.
        var concernsCalls = change.Online
            || await PhoneStore.IsBrowserAsync(work.Transaction, agentId, cancellation);
        if (!change.Online && concernsCalls && rings(agentId))
        {
            // The call declines them as unreachable. Where other nodes have the phone nothing else would be said, and
            // no word would end that.
            said = await PhoneStore.DoubtAsync(work.Transaction, agentId, doubt, cancellation) ?? said;
        }

        Say(work, agentId, said);
        await work.CommitAsync(cancellation);
        if (concernsCalls)
        {
            tell(agentId, change.Online);
        }
    }

    /// <summary>
    /// A call could not ring the phone: it is offline for a while, then what the nodes know holds again. Said after the
    /// call's own answer, so that no call keeps an agent from others for good.
    /// </summary>
    public async Task DoubtAsync(Guid agentId, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        Say(work, agentId, await PhoneStore.DoubtAsync(work.Transaction, agentId, doubt, cancellation));
        await work.CommitAsync(cancellation);
    }

    /// <summary>Says what has become true of phones without any word from them.</summary>
    public async Task SayDueAsync(CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        foreach (var said in await PhoneStore.SayDueAsync(work.Transaction, doubt, cancellation))
        {
            Say(work, said.AgentId, said.Online);
        }

        await work.CommitAsync(cancellation);
    }

    /// <summary>The node is asked for its phones now.</summary>
    public void BeginLook() => _heard.Clear();

    /// <summary>Compares what is known with what the node listed, but for phones that have changed since.</summary>
    public async Task ReconcileAsync(IReadOnlyList<SwitchPhone> listed, CancellationToken cancellation)
    {
        IReadOnlySet<Guid> known;
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            known = await PhoneStore.ReachableAsync(connection, node.Name, cancellation);
        }

        var online = listed.Where(phone => phone.Online)
            .Select(phone => PhoneIds.AgentOf(phone.Endpoint)).OfType<Guid>().ToHashSet();
        foreach (var agentId in online.Except(known).Where(agentId => !_heard.ContainsKey(agentId)).ToList())
        {
            await NoteAsync(new PhoneChanged(PhoneIds.Endpoint(agentId), Online: true), cancellation);
        }

        foreach (var agentId in known.Except(online).Where(agentId => !_heard.ContainsKey(agentId)).ToList())
        {
            await NoteAsync(new PhoneChanged(PhoneIds.Endpoint(agentId), Online: false), cancellation);
        }
    }

    private void Say(UnitOfWork work, Guid agentId, bool? online)
    {
        if (online is { } isOnline)
        {
            var now = clock.GetUtcNow();
            work.Publish(isOnline
                ? new AgentPhoneOnline { AgentId = agentId, OnlineAt = now }
                : new AgentPhoneOffline { AgentId = agentId, OfflineAt = now });
        }
    }
}
