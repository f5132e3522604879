using System.ComponentModel.DataAnnotations;
using CallCenter.Routing.Loads;

namespace CallCenter.Routing;

/// <summary>Settings of the service: section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>How often the matcher looks without being woken. Default 1 s: what a lost signal costs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan SweepTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after the end of ringing a reservation is repaired when nothing was heard of it. Default 5 s: longer
    /// than an event takes, shorter than a caller's patience.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan LeaseGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an agent is not offered a call that they declined. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DeclineTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Rings in a row without an answer after which an agent counts as not responding and gets no more, until they
    /// return. Default 2: the first may be chance. 0: never.
    /// </summary>
    [Range(0, 100)]
    public int MissedRings { get; set; } = 2;

    /// <summary>A call queued longer ago than this is a ghost whose end was never heard. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// How long ended calls are remembered, so that a late fact about them does no harm. Default 2 days; a fact
    /// older than <see cref="LongestWait"/> is refused by its age.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "60.00:00:00")]
    public TimeSpan KeepCalls { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How long ended assignments are kept for those who ask what happened. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepAssignments { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How many waiting calls one decision looks at, in the order in which they are served. Default 5,000: bounds
    /// memory and time of a pass.
    /// </summary>
    [Range(1, 100_000)]
    public int CallsPerPass { get; set; } = 5_000;

    /// <summary>
    /// How many ready agents a woken decision looks at, the longest idle first. Default 100: keeps it to a few
    /// milliseconds; where none of them can take a call it looks at all at once.
    /// </summary>
    [Range(1, 100_000)]
    public int AgentsPerPass { get; set; } = 100;

    /// <summary>
    /// Whether a call that comes to a queue in which nobody waits is decided over in the transaction that stores it.
    /// Default true: saves its caller the wait for a commit and for the worker's turn.
    /// </summary>
    public bool DecideAtOnce { get; set; } = true;

    /// <summary>For how many waiting calls a sweep writes down why nobody got them. Default 200.</summary>
    [Range(0, 10_000)]
    public int ExplainedCalls { get; set; } = 200;

    /// <summary>
    /// How many agents a decision names for each reason, and how many candidates with their scores. Default 20: all
    /// of a team, and a few kilobytes for each assignment at most. 0 keeps only why nobody got a call, without names.
    /// </summary>
    [Range(0, 1_000)]
    public int TracedAgents { get; set; } = 20;

    /// <summary>How long decisions are kept. Default 30 days: until the complaint about a call has come.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepDecisions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Ring time of a queue that names none. Default 20 s: about four rings.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan RingTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest wrap-up of a queue that names none. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan WrapUpTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a replica looks for what cannot be. Default 5 s: what two looks find is repaired, so an agent is
    /// stuck for ten seconds at most.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan LookTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long repairs are kept. Default 30 days: as long as decisions.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepRepairs { get; set; } = TimeSpan.FromDays(30);

    /// <summary>T of the service levels: who is answered within it is answered in time. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ServiceLevelTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Who leaves a queue after this time at the latest has abandoned shortly: dialled wrongly, and is not counted
    /// against the service level. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ShortAbandonTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long what figures are counted from is kept. Default 400 days: this month and the same one a year ago.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFigures { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// How long the events are kept that figures can be rebuilt from. Default 30 days, as the event log.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFigureEvents { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many streams of figures a replica serves at once. Default 200: two for each of 80 seats.</summary>
    [Range(0, 10_000)]
    public int FigureStreams { get; set; } = 200;

    /// <summary>What a call marked angry adds to the load of its agent. Default 1: the unit.</summary>
    [Range(0.0, 100.0)]
    public double AngryWeight { get; set; } = 1;

    /// <summary>What a call marked abusive adds. Default 3: insults weigh more than anger at the matter.</summary>
    [Range(0.0, 100.0)]
    public double AbusiveWeight { get; set; } = 3;

    /// <summary>How long until half of a load is gone. Default 2 h: a bad morning is over by the evening.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan LoadHalfLife { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How long until half of what a caller's marked calls say of the next is gone. Default 2 days: an angry caller is
    /// expected to be so for that time, an abusive one for five days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan CallerHalfLife { get; set; } = TimeSpan.FromDays(2);

    /// <summary>Without another hard call for so long, a row of them is over. Default 1 h: a rest by itself.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan RowTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A hard talk of this length or longer weighs <see cref="LongFactor"/> times. Default 20 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "04:00:00")]
    public TimeSpan LongTalk { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>The most that length does to a hard call's weight. Default 1.5; 1: nothing.</summary>
    [Range(1.0, 3.0)]
    public double LongFactor { get; set; } = 1.5;

    /// <summary>
    /// A hard call with so many others within <see cref="RowTime"/> before it, without a pause between, weighs
    /// <see cref="DenseFactor"/> times. Default 4: one each quarter of an hour.
    /// </summary>
    [Range(1, 20)]
    public int DenseCalls { get; set; } = 4;

    /// <summary>The most that density does to a hard call's weight. Default 1.5; 1: nothing.</summary>
    [Range(1.0, 3.0)]
    public double DenseFactor { get; set; } = 1.5;

    /// <summary>The load from which on an agent is offered a pause. Default 4: an abusive and an angry call.</summary>
    [Range(0.1, 1_000.0)]
    public double PauseFrom { get; set; } = 4;

    /// <summary>How long such a pause lasts. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan PauseTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many of them an agent may take in a shift. Default 3.</summary>
    [Range(0, 20)]
    public int PausesPerShift { get; set; } = 3;

    /// <summary>What counts as a shift: pauses taken longer ago are of another. Default 12 h.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "1.00:00:00")]
    public TimeSpan ShiftTime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long hard calls, pauses and what they cost are kept. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "11.00:00:00", "365.00:00:00")]
    public TimeSpan KeepLoads { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What the rules of the load need of these.</summary>
    public LoadSettings Load => new()
    {
        AngryWeight = AngryWeight,
        AbusiveWeight = AbusiveWeight,
        HalfLife = LoadHalfLife,
        CallerHalfLife = CallerHalfLife,
        RowTime = RowTime,
        LongTalk = LongTalk,
        LongFactor = LongFactor,
        DenseCalls = DenseCalls,
        DenseFactor = DenseFactor,
        PauseFrom = PauseFrom,
        PauseTime = PauseTime,
        PausesPerShift = PausesPerShift,
        ShiftTime = ShiftTime,
    };

    /// <summary>How often the places of all waiting calls are looked at. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan EstimateTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A call is told that it has moved up no more often than this. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AnnounceTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls one look tells their place at most. Default 1,000: bounds its transaction.</summary>
    [Range(1, 100_000)]
    public int PositionsPerLook { get; set; } = 1_000;

    /// <summary>How many waiting calls one look orders, the oldest first. Default 50,000: bounds its memory.</summary>
    [Range(1, 1_000_000)]
    public int EstimatedCalls { get; set; } = 50_000;

    /// <summary>
    /// How long the phone of a customer who is called back rings. Default 25 s: about five rings, and an agent is
    /// kept for so long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00")]
    public TimeSpan CallbackDialTime { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How often a customer is dialled before the callback has failed. Default 3.</summary>
    [Range(1, 10)]
    public int CallbackAttempts { get; set; } = 3;

    /// <summary>
    /// Pause after a phone that was busy, or an attempt that reached no phone. Default 5 min: talks are short.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CallbackBusyPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause after a phone that nobody answered. Default 30 min: they are away from it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CallbackPause { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A callback expires this long after its request. Default 7 days: the matter is stale.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "60.00:00:00")]
    public TimeSpan CallbackLife { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The part that the rules of attempts need.</summary>
    internal Callbacks.AttemptLimits AttemptLimits => new(CallbackAttempts, CallbackBusyPause, CallbackPause);

    /// <summary>The part that ends callbacks of which nothing is heard.</summary>
    internal Callbacks.CallbackTimes CallbackTimes => new(LeaseGrace, LongestWait, CallbackLife);
}
