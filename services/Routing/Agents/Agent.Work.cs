using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Agents;

/// <summary>What the agent chooses, and what work does to them. Work never changes what they chose.</summary>
public sealed partial record Agent
{
    /// <summary>Something is in hand: a call with the work after it, a chat, a task.</summary>
    public bool Holds => Activity != AgentActivities.Idle || Array.Exists(Held, held => held > 0);

    /// <summary>
    /// The agent chooses a status. Available holds at once and puts them last among the ready; to leave while work is
    /// in hand is kept as the next status, until that work is done or they choose again.
    /// </summary>
    public AgentChange Choose(string status, string? breakName, DateTimeOffset at)
    {
        var responding = Returned(at);
        return Become(
            Holds && status != AgentStatuses.Available
                ? responding with { NextStatus = status, NextBreakName = breakName }
                : (responding with { NextStatus = null, NextBreakName = null }).Enter(status, breakName, at),
            at);
    }

    /// <summary>The agent who was not responding is back, last among the ready.</summary>
    public AgentChange Return(DateTimeOffset at) => Become(Returned(at), at);

    /// <summary>The agent says what more urgent work may interrupt.</summary>
    public AgentChange LetInterrupt(IReadOnlyList<string> channels) =>
        AgentChange.None(this with { Interruptible = [.. Channels.Shared.Where(channels.Contains)] });

    /// <summary>
    /// The agent takes up another activity; the chosen status stays as it is. A call that is theirs is no longer that
    /// of another: the end of the talk beside it does not free them.
    /// </summary>
    public AgentChange Take(string activity, Guid? callId, DateTimeOffset at) => Become(
        this with
        {
            Activity = activity,
            CallId = callId,
            AsideCallId = AsideCallId == callId ? null : AsideCallId,
        },
        at);

    /// <summary>
    /// The agent is idle again. Who did not take a call goes to the end of the line, so that the next caller
    /// does not wait for the same silent phone; who lost it through no act of their own keeps their place.
    /// </summary>
    public AgentChange Free(DateTimeOffset at, bool keepsPlace)
    {
        var idle = this with
        {
            // Who talks beside another's call goes on with that.
            Activity = AsideCallId is null ? AgentActivities.Idle : AgentActivities.Talking,
            CallId = AsideCallId,
            ReadyAt = keepsPlace ? ReadyAt : at,
        };
        return Become(idle.Rest(at), at);
    }

    /// <summary>They talk beside a call that is another's. What an assignment has them do comes first.</summary>
    public AgentChange Join(Guid callId, DateTimeOffset at)
    {
        if (Activity != AgentActivities.Idle && CallId == callId)
        {
            // It is theirs already.
            return AgentChange.None(this);
        }

        var beside = this with { AsideCallId = callId };
        return Activity == AgentActivities.Idle || (Activity == AgentActivities.Talking && CallId == AsideCallId)
            ? Become(beside with { Activity = AgentActivities.Talking, CallId = callId }, at)
            : AgentChange.None(beside);
    }

    /// <summary>That talk is over.</summary>
    public AgentChange Part(Guid callId, DateTimeOffset at)
    {
        if (AsideCallId != callId)
        {
            return AgentChange.None(this);
        }

        var apart = this with { AsideCallId = null };
        return Activity == AgentActivities.Talking && CallId == callId
            ? Become(apart.Free(at, keepsPlace: false).Agent, at)
            : AgentChange.None(apart);
    }

    /// <summary>One more of a channel that is shared. The agent goes to the end of the line, so that others get the
    /// next.</summary>
    public AgentChange Hold(string channel, DateTimeOffset at) =>
        Become(Counted(channel, 1) with { ReadyAt = at }, at);

    /// <summary>One less of it.</summary>
    public AgentChange Drop(string channel, DateTimeOffset at) => Become(Counted(channel, -1).Rest(at), at);

    /// <summary>What the agent holds is counted anew: one for each of these channels.</summary>
    public AgentChange Recount(IEnumerable<string> channels, DateTimeOffset at)
    {
        var held = channels.CountBy(channel => channel).ToDictionary();
        return Become(
            (this with { Held = [.. Channels.All.Select(channel => (short)held.GetValueOrDefault(channel))] }).Rest(at),
            at);
    }

    /// <summary>A ring passed. After so many in a row the agent counts as not responding; 0: never.</summary>
    public Agent Miss(string reason, int most, DateTimeOffset at)
    {
        var missed = this with { MissedRings = MissedRings + 1 };
        return most == 0 || missed.MissedRings < most
            ? missed
            : missed with { NotRespondingAt = at, NotRespondingReason = reason };
    }

    /// <summary>They answer: what was missed before does not count.</summary>
    public Agent Responding() => this with { MissedRings = 0, NotRespondingAt = null, NotRespondingReason = null };

    /// <summary>The agent afterwards; said where others see a difference.</summary>
    public AgentChange Become(Agent after, DateTimeOffset at)
    {
        var said = after.ActivityChanged(at);
        return new AgentChange(after, said == ActivityChanged(at) ? [] : [said]);
    }

    private Agent Returned(DateTimeOffset at) =>
        NotRespondingAt is null ? Responding() : Responding() with { ReadyAt = at };

    /// <summary>What was chosen for later, once nothing is in hand.</summary>
    private Agent Rest(DateTimeOffset at) => Holds || NextStatus is not { } next
        ? this
        : (this with { NextStatus = null, NextBreakName = null }).Enter(next, NextBreakName, at);

    private Agent Enter(string status, string? breakName, DateTimeOffset at) => status == Status
        ? this with { BreakName = breakName }
        : this with
        {
            Status = status,
            BreakName = breakName,
            ReadyAt = status == AgentStatuses.Available ? at : ReadyAt,
            CallsServed = Status == AgentStatuses.Offline ? 0 : CallsServed,
        };

    private Agent Counted(string channel, int more)
    {
        short[] held = [.. Held];
        var index = Channels.IndexOf(channel);
        held[index] = (short)Math.Max(0, held[index] + more);
        return this with { Held = held };
    }

    private AgentActivityChanged ActivityChanged(DateTimeOffset at) => new()
    {
        AgentId = AgentId,
        Status = Status,
        BreakName = BreakName,
        NextStatus = NextStatus,
        NextBreakName = NextBreakName,
        Activity = Activity,
        CallId = CallId,
        NotRespondingReason = NotRespondingReason,
        By = ActivityActors.Routing,
        ChangedAt = at,
    };
}
