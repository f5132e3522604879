using System.ComponentModel.DataAnnotations;
using CallCenter.Routing.Loads;

namespace CallCenter.Routing;

/// <summary>What hard calls leave with agents, and what spares them.</summary>
public sealed partial class RoutingOptions
{
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
}
