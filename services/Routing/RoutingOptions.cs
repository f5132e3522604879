using System.ComponentModel.DataAnnotations;

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
}
