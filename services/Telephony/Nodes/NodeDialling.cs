using System.Collections.Concurrent;
using System.Threading.Channels;
using CallCenter.Messaging;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.Logging;

namespace CallCenter.Telephony.Nodes;

/// <summary>
/// The only way to dial out: what may not be dialled is refused here, whoever ordered it. A trunk that cannot be
/// reached, is at its limits, fails before it rings or says nothing at all is followed by the next one under the same
/// leg.
/// </summary>
internal sealed partial class NodeDialling(AriNode node, AriSwitch @switch, NodeServices services)
{
    private readonly ConcurrentDictionary<string, DialAttempt> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly Channel<LegGone> _gone = Channel.CreateUnbounded<LegGone>();

    /// <summary>Null when somebody is being rung, else why not, in the words of AssignmentDeclined.</summary>
    public async Task<string?> DialAsync(DialCustomer dial, CancellationToken cancellation)
    {
        if (dial.NumberId is { } numberId)
        {
            await using var connection = await services.Database.OpenConnectionAsync(cancellation);
            dial = dial with { Shown = (await NumberStore.FindAsync(connection, numberId, cancellation))?.E164 ?? "" };
        }

        var attempt = new DialAttempt(dial, services.Clock.GetUtcNow() + dial.GiveUpAfter);
        _attempts[dial.Leg] = attempt;
        try
        {
            return await TryInTurnAsync(attempt, cancellation);
        }
        catch
        {
            // Nobody must try another trunk for a call that was told of a failure.
            _attempts.TryRemove(dial.Leg, out _);
            throw;
        }
    }

    /// <summary>The leg is no longer wanted: no other trunk is tried.</summary>
    public void Forget(string leg)
    {
        if (_attempts.TryRemove(leg, out var attempt))
        {
            attempt.IsDropped = true;
        }
    }

    /// <summary>True when the event is not the call's: its leg is dialled again through another trunk.</summary>
    public bool Hear(SwitchEvent @event)
    {
        switch (@event)
        {
            case LegHeard heard:
                if (_attempts.TryGetValue(heard.Leg, out var attempt))
                {
                    attempt.IsHeard = true;
                }

                return true;
            case LegRinging ringing:
                _attempts.TryRemove(ringing.Leg, out _);
                return false;
            case LegUp up:
                _attempts.TryRemove(up.Leg, out _);
                return false;
            case LegGone gone when _open.ContainsKey(gone.Leg):
                _gone.Writer.TryWrite(gone);
                return IsDialledAgain(gone);
            default:
                return false;
        }
    }

    /// <summary>Does what legs that have gone leave to be done.</summary>
    /// <param name="tell">Tells the call that its leg has gone after all.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<LegGone> tell, CancellationToken cancellation)
    {
        await using (var connection = await services.Database.OpenConnectionAsync(cancellation))
        {
            foreach (var leg in await TrunkLegStore.OpenAsync(connection, node.Name, cancellation))
            {
                _open[leg] = true;
            }
        }

        var patience = new Patience(services.Clock, services.Logger);
        await foreach (var gone in _gone.Reader.ReadAllAsync(cancellation))
        {
            await patience.UntilDoneAsync("dial again", token => FollowAsync(gone, tell, token), cancellation);
        }
    }

    /// <summary>Legs that went while nobody listened are counted no longer.</summary>
    public async Task ReconcileAsync(IReadOnlyList<SwitchLeg> legs, CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        await TrunkLegStore.EndMissingAsync(
            connection, node.Name, [.. legs.Select(leg => leg.Leg)], cancellation);
    }

    private bool IsDialledAgain(LegGone gone) =>
        _attempts.TryGetValue(gone.Leg, out var attempt) && IsFault(gone, attempt)
        && attempt.UntilAt > services.Clock.GetUtcNow();

    private async Task FollowAsync(LegGone gone, Action<LegGone> tell, CancellationToken cancellation)
    {
        if (_attempts.TryGetValue(gone.Leg, out var attempt) && IsFault(gone, attempt))
        {
            if (attempt.UntilAt > services.Clock.GetUtcNow()
                && await TryInTurnAsync(attempt, cancellation) is null)
            {
                return;
            }

            tell(gone);
        }

        _attempts.TryRemove(gone.Leg, out _);
        await EndAsync(gone.Leg, cancellation);
    }

    private async Task<string?> TryInTurnAsync(DialAttempt attempt, CancellationToken cancellation)
    {
        var dial = attempt.Dial;
        while (true)
        {
            var choice = await ReserveAsync(attempt, cancellation);
            if (choice.Trunk is not { } trunk)
            {
                return await GiveUpAsync(attempt, choice.Refusal!, cancellation);
            }

            attempt.Begin(trunk.TrunkId);
            var outcome = await @switch.DialAsync(
                dial, trunk, choice.Shown, attempt.UntilAt - services.Clock.GetUtcNow(), cancellation);
            if (outcome is AriOutcome.Done or AriOutcome.Conflict)
            {
                TrunkMetrics.Dialled(trunk.Name, "dialled");
                if (attempt.IsDropped)
                {
                    await @switch.HangUpAsync(dial.Leg, cancellation);
                }
                else if (!attempt.IsLast)
                {
                    _ = WatchAsync(attempt, attempt.Tried.Count, trunk.Name, cancellation);
                }

                return null;
            }

            TrunkMetrics.Dialled(trunk.Name, outcome == AriOutcome.Unreachable ? "unreachable" : "failed");
            services.Logger.TrunkPassedOver(node.Name, trunk.Name, outcome.ToString());
            attempt.Reason = outcome == AriOutcome.Unreachable ? "unreachable" : "failed";
        }
    }

    /// <summary>The choice is made and noted under the lock of the trunks: limits hold on all nodes together.</summary>
    private async Task<DialChoice> ReserveAsync(DialAttempt attempt, CancellationToken cancellation)
    {
        var dial = attempt.Dial;
        var wish = new DialWish(dial.Number, dial.Shown, dial.Roles);
        await using var work = await services.Transactions.BeginAsync(cancellation);
        var connection = work.Transaction.Connection!;
        var permissions = await DialPermissionStore.ListAsync(connection, cancellation);
        if (attempt.IsDropped || !DialRules.Permits(services.Options.DialAllowed, permissions, wish))
        {
            return new DialChoice(null, "", "not-permitted");
        }

        var trunks = DialRules.InOrder(await TrunkStore.ListAsync(connection, cancellation), permissions, wish);
        var loads = await TrunkLegStore.LockLoadsAsync(work.Transaction, trunks, cancellation);
        var choice = DialRules.Choose(trunks, wish, loads, attempt.Tried);
        if (choice.Trunk is { } trunk)
        {
            attempt.IsLast = DialRules.Choose(trunks, wish, loads, [.. attempt.Tried, trunk.TrunkId]).Trunk is null;
            await TrunkLegStore.BeginAsync(work.Transaction, dial.Leg, trunk.TrunkId, node.Name, cancellation);
            _open[dial.Leg] = true;
        }

        await work.CommitAsync(cancellation);
        return choice;
    }

    private async Task<string> GiveUpAsync(DialAttempt attempt, string refusal, CancellationToken cancellation)
    {
        TrunkMetrics.Refused(refusal);
        services.Logger.NotDialled(node.Name, CallIds.CallOf(attempt.Dial.Leg)!.Value, refusal);
        _attempts.TryRemove(attempt.Dial.Leg, out _);
        await EndAsync(attempt.Dial.Leg, cancellation);
        return attempt.Reason;
    }

    private async Task EndAsync(string leg, CancellationToken cancellation)
    {
        if (_open.ContainsKey(leg))
        {
            // Forgotten only when it is stored: this is tried again when the database was away.
            await using var connection = await services.Database.OpenConnectionAsync(cancellation);
            await TrunkLegStore.EndAsync(connection, leg, cancellation);
            _open.TryRemove(leg, out _);
        }
    }
}
