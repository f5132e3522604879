using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>What a reconcile found and what must go.</summary>
internal sealed record Repairs
{
    public int Adopted { get; set; }

    /// <summary>Calls that somebody stored during the listing, by id and caller's leg: it tells nothing.</summary>
    public Dictionary<Guid, string> Moved { get; } = [];

    /// <summary>Legs that belong to no call.</summary>
    public List<string> Legs { get; } = [];

    /// <summary>Talks that belong to no call.</summary>
    public List<string> Talks { get; } = [];

    public bool Any => Adopted + Legs.Count + Talks.Count > 0;
}

/// <summary>The part that compares stored calls, calls in memory and what is alive on the node.</summary>
internal sealed partial class NodeCalls
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits for the next reconcile; a call that was dropped has it come soon, if not at once.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        var (clock, whole) = (_services.Clock, _services.Options.ReconcileInterval);
        var shortest = whole < ShortestPause ? whole : ShortestPause;
        await Task.Delay(shortest, clock, cancellation);
        await Pauses.ForSignalAsync(_dropped.Reader, whole - shortest, clock, cancellation);
    }

    /// <summary>
    /// The calls as they are now: only what was known before a listing can be missing from it, and only what has not
    /// moved since is as the listing says.
    /// </summary>
    public async Task<KnownCalls> KnownAsync(CancellationToken cancellation)
    {
        _left.Clear();
        var here = _actors.ToDictionary(pair => pair.Key, pair => pair.Value.Call);
        await using var connection = await _services.Database.OpenConnectionAsync(cancellation);
        var live = await CallStore.LiveVersionsAsync(connection, _node.Name, cancellation);
        return new KnownCalls { Here = here, Stored = live };
    }

    public async Task<Repairs> ReconcileAsync(
        KnownCalls known, SwitchListing listing, CancellationToken cancellation)
    {
        var repairs = new Repairs();
        var legs = listing.Legs.ToDictionary(leg => leg.Leg, StringComparer.Ordinal);
        foreach (var call in known.Here.Values.OfType<Call>())
        {
            Compare(call, legs, listing.Talks);
        }

        await using (var connection = await _services.Database.OpenConnectionAsync(cancellation))
        {
            var returnTime = _services.Options.PhoneReturnTime;
            var restarted = await NodeStore.NoteStartAsync(
                connection, _node.Name, listing.StartedAt, returnTime, cancellation);
            await NodeStore.NoteReachedAsync(connection, _node.Name, returnTime, cancellation);
            await AdoptAsync(connection, known, listing, restarted, repairs, cancellation);
        }

        foreach (var leg in listing.Legs)
        {
            await CheckAsync(leg, repairs, cancellation);
        }

        foreach (var talk in listing.Talks)
        {
            if (Of(talk.Talk) is { } actor)
            {
                actor.Post(new TalkSeen(talk.Talk));
            }
            else if (CallIds.CallOf(talk.Talk) is { } callId && !repairs.Moved.ContainsKey(callId))
            {
                repairs.Talks.Add(talk.Talk);
            }
        }

        return repairs;
    }

    private CallActor? Of(string id) =>
        CallIds.CallOf(id) is { } callId && _actors.TryGetValue(callId, out var actor) ? actor : null;

    private void Compare(Call call, Dictionary<string, SwitchLeg> legs, IReadOnlyList<SwitchTalk> talks)
    {
        if (!_actors.TryGetValue(call.CallId, out var actor))
        {
            return;
        }

        // A leg that is dialled may not have been made yet: its deadline ends it.
        if (!legs.ContainsKey(call.CallerLeg) && call.Phase != CallPhase.Dialling)
        {
            actor.Post(new CallerGone(Lost: false));
        }

        // Before it rang, the leg may not have been made yet.
        if (call.Assignment is { RingingAt: not null } assignment && !legs.ContainsKey(assignment.Leg))
        {
            actor.Post(new AgentLegGone(assignment.Leg, "failed"));
        }

        if (call.Third is { Stage: not (ThirdStage.Ringing or ThirdStage.Seeking) } third
            && !legs.ContainsKey(third.Leg))
        {
            actor.Post(new AgentLegGone(third.Leg, "failed"));
        }

        if (call.Supervision is { StartedAt: not null } supervision && !legs.ContainsKey(supervision.Leg))
        {
            actor.Post(new AgentLegGone(supervision.Leg, "failed"));
        }

        // What has changed since the listing was asked for tells nothing of it.
        if (ReferenceEquals(actor.Call, call) && ShouldBeTogether(call) is { } talk
            && new[] { call.CallerLeg, call.Assignment!.Leg }.All(legs.ContainsKey)
            && !IsJoined(call, talks))
        {
            actor.Post(new TalkBroken(talk));
        }
    }

    /// <summary>The talk in which caller and agent hear each other; null while they are not to.</summary>
    private static string? ShouldBeTogether(Call call) =>
        call is
        {
            Phase: CallPhase.Talking, Pending: null,
            Assignment: { HeldAt: null, Interruption: null, Rejoin: null } assignment,
        }
            ? assignment.Talk
            : null;

    private static bool IsJoined(Call call, IReadOnlyList<SwitchTalk> talks) =>
        talks.FirstOrDefault(talk => talk.Talk == call.Assignment?.Talk) is { } found
        && found.Legs.Contains(call.CallerLeg) && found.Legs.Contains(call.Assignment!.Leg);

    private async Task CheckAsync(SwitchLeg leg, Repairs repairs, CancellationToken cancellation)
    {
        if (leg.Arrival is { } arrival)
        {
            // The listing may show what was a call's until just now.
            if (_callers.ContainsKey(leg.Leg) || _left.ContainsKey(leg.Leg) || repairs.Moved.ContainsValue(leg.Leg))
            {
                return;
            }

            if (arrival.CallId is { } callId && await HasEndedAsync(callId, cancellation))
            {
                repairs.Legs.Add(leg.Leg);
            }
            else
            {
                Begin(arrival);
            }
        }
        else if (Of(leg.Leg) is { } actor)
        {
            actor.Post(new LegSeen(leg.Leg));
        }
        else if (CallIds.CallOf(leg.Leg) is { } callId && !repairs.Moved.ContainsKey(callId))
        {
            repairs.Legs.Add(leg.Leg);
        }
    }

    private async Task<bool> HasEndedAsync(Guid callId, CancellationToken cancellation)
    {
        await using var connection = await _services.Database.OpenConnectionAsync(cancellation);
        return await CallStore.FindAsync(connection, callId, cancellation) is { Phase: CallPhase.Ended };
    }
}
