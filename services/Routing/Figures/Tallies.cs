namespace CallCenter.Routing.Figures;

/// <summary>
/// What was counted of a queue in a window of time. A visit belongs to the window in which the call left the queue, an
/// offer to that in which it was decided, the time of handling to that in which the wrap-up was over: so what a closed
/// window shows does not change any more. "Within" is at most T, "short" at most the short-abandon threshold.
/// </summary>
public sealed record QueueTally
{
    public Guid QueueId { get; init; }

    /// <summary>T of its service levels, in milliseconds: asked for, else of its target, else the usual.</summary>
    public long WithinMs { get; init; }

    /// <summary>Its short-abandon threshold, in milliseconds, found in the same order.</summary>
    public long ShortMs { get; init; }

    /// <summary>Calls that wait at the end of the window.</summary>
    public long Waiting { get; init; }

    /// <summary>How long the longest of them has waited by then, in milliseconds.</summary>
    public double? OldestWaitMs { get; init; }

    /// <summary>Calls that entered. Here and below those that came in, not those that call a customer back.</summary>
    public long Queued { get; init; }

    public long Answered { get; init; }

    public long AnsweredWithin { get; init; }

    public long Abandoned { get; init; }

    public long AbandonedWithin { get; init; }

    public long AbandonedShort { get; init; }

    public long Callbacks { get; init; }

    public long CallbacksWithin { get; init; }

    /// <summary>Went on to another queue, or in their flow.</summary>
    public long Moved { get; init; }

    public long MovedWithin { get; init; }

    /// <summary>Ended by us while they waited.</summary>
    public long Ended { get; init; }

    public long EndedWithin { get; init; }

    /// <summary>Refused at the door: neither queued nor left.</summary>
    public long NotRoutable { get; init; }

    /// <summary>Sum of the waits of the answered, in milliseconds.</summary>
    public long AnsweredWaitMs { get; init; }

    /// <summary>The longest wait of those that left, in milliseconds.</summary>
    public long? LongestWaitMs { get; init; }

    /// <summary>Customers who were called back and reached an agent; they are in none of the counts above.</summary>
    public long CalledBack { get; init; }

    /// <summary>Customers who were called back and left before an agent came.</summary>
    public long Lost { get; init; }

    /// <summary>Sum of the waits of those who reached an agent, from the answered dial on, in milliseconds.</summary>
    public long CalledBackWaitMs { get; init; }

    public HandlingTally Handling { get; init; } = new();

    /// <summary>Calls that left the queue, in whatever way.</summary>
    public long Left => Answered + Abandoned + Callbacks + Moved + Ended;

    public long LeftWithin => AnsweredWithin + AbandonedWithin + CallbacksWithin + MovedWithin + EndedWithin;
}

/// <summary>Offers and their handling, of a queue or of an agent.</summary>
public sealed record HandlingTally
{
    public long OffersAnswered { get; init; }

    public long OffersRefused { get; init; }

    /// <summary>The caller left while the agent was reserved or rung.</summary>
    public long OffersCallerGone { get; init; }

    /// <summary>Talks whose wrap-up is over.</summary>
    public long Finished { get; init; }

    /// <summary>Of these, in milliseconds; hold is part of the talk.</summary>
    public long TalkMs { get; init; }

    public long WrapUpMs { get; init; }

    /// <summary>Of the talks whose wrap-up is over: the agent handed the caller on.</summary>
    public long Transferred { get; init; }

    /// <summary>Of the same, those before which nobody had handed the caller on or given the call back.</summary>
    public long FirstTalks { get; init; }

    /// <summary>Of these, those after which nobody had to: neither handed on nor given back.</summary>
    public long FirstTalksRight { get; init; }

    /// <summary>Callers handed on to a queue or an agent; to a number; calls given back to their queue.</summary>
    public long HandedInside { get; init; }

    public long HandedOutside { get; init; }

    public long GivenBack { get; init; }

    /// <summary>Callers handed on to this queue or agent.</summary>
    public long HandedHere { get; init; }

    public long Offers => OffersAnswered + OffersRefused + OffersCallerGone;

    public static HandlingTally operator +(HandlingTally one, HandlingTally other) => new()
    {
        OffersAnswered = one.OffersAnswered + other.OffersAnswered,
        OffersRefused = one.OffersRefused + other.OffersRefused,
        OffersCallerGone = one.OffersCallerGone + other.OffersCallerGone,
        Finished = one.Finished + other.Finished,
        TalkMs = one.TalkMs + other.TalkMs,
        WrapUpMs = one.WrapUpMs + other.WrapUpMs,
        Transferred = one.Transferred + other.Transferred,
        FirstTalks = one.FirstTalks + other.FirstTalks,
        FirstTalksRight = one.FirstTalksRight + other.FirstTalksRight,
        HandedInside = one.HandedInside + other.HandedInside,
        HandedOutside = one.HandedOutside + other.HandedOutside,
        GivenBack = one.GivenBack + other.GivenBack,
        HandedHere = one.HandedHere + other.HandedHere,
    };
}

/// <summary>What was counted of an agent, or of several together, in a window of time; times in milliseconds.</summary>
public sealed record AgentTally
{
    public Guid AgentId { get; init; }

    /// <summary>Those of now.</summary>
    public string? Team { get; init; }

    public string? Site { get; init; }

    /// <summary>At the end of the window: what the agent has chosen and is doing, and since when.</summary>
    public string? Status { get; init; }

    public string? Activity { get; init; }

    public DateTimeOffset? SinceAt { get; init; }

    public double TalkingMs { get; init; }

    public double WrapUpMs { get; init; }

    /// <summary>Reserved or ringing.</summary>
    public double RingingMs { get; init; }

    /// <summary>Available, doing nothing and able to take a call.</summary>
    public double IdleMs { get; init; }

    /// <summary>Online, doing nothing and unable to take a call: the pause after hard calls is a break like any.
    /// </summary>
    public double AwayMs { get; init; }

    /// <summary>Any status but offline.</summary>
    public double OnlineMs { get; init; }

    /// <summary>At the end of the window, agents: any status but offline; available; able to take a call.</summary>
    public long Online { get; init; }

    public long Staffed { get; init; }

    public long Available { get; init; }

    /// <summary>At the end of the window, agents by what they are doing.</summary>
    public long Ringing { get; init; }

    public long Talking { get; init; }

    public long WrappingUp { get; init; }

    public HandlingTally Handling { get; init; } = new();

    /// <summary>Several agents together.</summary>
    public static AgentTally Sum(IEnumerable<AgentTally> agents) => agents.Aggregate(new AgentTally(), (one, other) =>
        new AgentTally
        {
            TalkingMs = one.TalkingMs + other.TalkingMs,
            WrapUpMs = one.WrapUpMs + other.WrapUpMs,
            RingingMs = one.RingingMs + other.RingingMs,
            IdleMs = one.IdleMs + other.IdleMs,
            AwayMs = one.AwayMs + other.AwayMs,
            OnlineMs = one.OnlineMs + other.OnlineMs,
            Online = one.Online + other.Online,
            Staffed = one.Staffed + other.Staffed,
            Available = one.Available + other.Available,
            Ringing = one.Ringing + other.Ringing,
            Talking = one.Talking + other.Talking,
            WrappingUp = one.WrappingUp + other.WrappingUp,
            Handling = one.Handling + other.Handling,
        });
}
