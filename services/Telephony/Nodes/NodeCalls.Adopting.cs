using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that takes up stored calls that nobody here carries.</summary>
internal sealed partial class NodeCalls
{
    /// <summary>
    /// Takes up the stored calls that nobody here carried before the listing. Their place is taken before they are
    /// read: whatever an actor here was still storing is stored then, and nobody stores after it.
    /// </summary>
    private async Task AdoptAsync(
        NpgsqlConnection connection, KnownCalls known, SwitchListing listing, bool restarted, Repairs repairs,
        CancellationToken cancellation)
    {
        var places = known.Stored.Keys.Except(known.Here.Keys)
            .Select(callId => new CallActor(callId, _place))
            .Where(actor => _actors.TryAdd(actor.CallId, actor))
            .ToDictionary(actor => actor.CallId);
        var legs = listing.Legs.ToDictionary(leg => leg.Leg, StringComparer.Ordinal);
        try
        {
            foreach (var call in await CallStore.LiveAsync(connection, _node.Name, cancellation))
            {
                var isOurs = places.TryGetValue(call.CallId, out var actor);
                if (!isOurs && (known.Here.ContainsKey(call.CallId) || _actors.ContainsKey(call.CallId)))
                {
                    continue;
                }

                if (!isOurs || call.Version != known.Stored[call.CallId])
                {
                    repairs.Moved[call.CallId] = call.CallerLeg;
                    _dropped.Writer.TryWrite(true);
                    continue;
                }

                var opened = await OpenFlowAsync(connection, call, cancellation);
                places.Remove(call.CallId);
                Adopt(actor!, opened, legs, listing.Talks, restarted);
                repairs.Adopted++;
            }
        }
        finally
        {
            foreach (var callId in places.Keys)
            {
                _actors.TryRemove(callId, out _);
            }
        }
    }

    private void Adopt(
        CallActor actor, Call call, Dictionary<string, SwitchLeg> legs, IReadOnlyList<SwitchTalk> talks,
        bool restarted)
    {
        _callers[call.CallerLeg] = actor;
        if (legs.ContainsKey(call.CallerLeg))
        {
            var agentLeg = call.Phase == CallPhase.Dialling ? call.CallerLeg : call.Assignment?.Leg;
            actor.Post(new Adopted(
                agentLeg is null || !legs.TryGetValue(agentLeg, out var leg) ? AdoptedLeg.Gone
                : leg.IsUp ? AdoptedLeg.Up
                : AdoptedLeg.Ringing,
                IsJoined(call, talks))
            {
                Sides = Sides(call, legs),
            });
        }
        else if (call.Phase != CallPhase.Dialling || call.Dialled)
        {
            // Of a call that nobody has dialled yet the order still waits.
            actor.Post(new CallerGone(restarted, "failed"));
        }

        Run(actor, call.CallerLeg, token => actor.AdoptAsync(call, token));
    }

    private async Task<Call> OpenFlowAsync(
        NpgsqlConnection connection, Call call, CancellationToken cancellation) =>
        call.Flow is { } flow
            ? call with
            {
                FlowBook = await _services.Flows.Library.OpenAsync(
                    connection, flow.Flow, flow.Versions, cancellation),
            }
            : call;

    /// <summary>Those of a call's other legs that are alive, and whether they have picked up.</summary>
    private static Dictionary<string, bool> Sides(Call call, Dictionary<string, SwitchLeg> legs) =>
        new[] { call.Third?.Leg, call.Supervision?.Leg }.OfType<string>()
            .Where(legs.ContainsKey)
            .ToDictionary(leg => leg, leg => legs[leg].IsUp, StringComparer.Ordinal);
}
