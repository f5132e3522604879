using System.ComponentModel.DataAnnotations;

namespace CallCenter.Routing;

/// <summary>Settings of the service: section <c>Routing</c>.</summary>
public sealed partial class RoutingOptions
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
