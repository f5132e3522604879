using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Trunks;
using Dapper;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Providers' trunks.</summary>
internal sealed partial class House
{
    /// <summary>The trunk that every house on a real Asterisk has: it ends where callers come from.</summary>
    public static readonly Guid OwnTrunk = new("0190c0de-0000-7000-8000-000000000501");

    /// <summary>Sets a trunk up and waits until the node knows it.</summary>
    public async Task<Guid> AddTrunkAsync(TrunkRequest request, Guid? trunkId = null, bool started = true)
    {
        var id = trunkId ?? Guid.CreateVersion7();
        await using (var work = await Transactions.BeginAsync(Cancellation))
        {
            await TrunkStore.SetAsync(work.Transaction, TrunkRules.Of(id, request), request.Password, Cancellation);
            await work.CommitAsync(Cancellation);
        }

        if (started)
        {
            await TrunksPushedAsync();
        }

        return id;
    }

    public async Task RemoveTrunkAsync(Guid trunkId)
    {
        await using (var work = await Transactions.BeginAsync(Cancellation))
        {
            await TrunkStore.RemoveAsync(work.Transaction, trunkId, Cancellation);
            await work.CommitAsync(Cancellation);
        }

        await TrunksPushedAsync();
    }

    /// <summary>Waits until the node has been told of every trunk.</summary>
    public async Task TrunksPushedAsync()
    {
        Replica.Switchboard.SignalAccounts();
        Replica.Notices.SignalAccounts();
        await UntilAsync(
            async () =>
            {
                await using var connection = await Database.OpenConnectionAsync(Cancellation);
                return await connection.QuerySingleAsync<bool?>(
                    "select bool_and(trunk_revision >= (select max(revision) from trunk)) from node") == true;
            },
            "trunks known to the node");
    }

    /// <summary>The own trunk, through which all roles may dial.</summary>
    private async Task AddOwnTrunkAsync(bool started)
    {
        await using (var connection = await Database.OpenConnectionAsync(Cancellation))
        {
            foreach (var role in DialPermissionRules.Roles)
            {
                await DialPermissionStore.SetAsync(
                    connection,
                    new DialPermission { PermissionId = Guid.CreateVersion7(), Role = role, Prefixes = ["+44"] },
                    Cancellation);
            }
        }

        await AddTrunkAsync(
            new TrunkRequest
            {
                Name = "own", Mode = TrunkModes.Address, Rank = 1_000, QualifySeconds = 0,
                Addresses = [$"{Local.Backing.AsteriskServer.TrunkAddress}:{Asterisk.SipPort}"],
                MaxCalls = 1_000, MaxCallsPerSecond = 1_000,
            },
            OwnTrunk, started);
    }
}
