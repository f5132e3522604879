using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Routing.Queues;

/// <summary>
/// When calls leave a queue that cannot serve them, and where they go. A rule holds from the sweep that finds one of
/// its thresholds crossed until the one that finds all measures back where they must be.
/// </summary>
public sealed record OverflowRule
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What makes it hold: any of these.</summary>
    public required OverflowThresholds When { get; init; }

    /// <summary>What ends it: all of these; when absent four fifths, or an agent more at least.</summary>
    public OverflowReturn? Until { get; init; }

    /// <summary>The queue to which the calls go; where it takes no calls the next rule is asked.</summary>
    public Guid? ToQueue { get; init; }

    /// <summary>Instead of going to a queue the calls are not routable: "overflow".</summary>
    public bool Refuse { get; init; }

    /// <summary>Whether the calls that waited before the rule held go as well.</summary>
    public bool MoveWaiting { get; init; }

    /// <summary>The rule by its own words, by which its state is kept.</summary>
    public string Write() => JsonSerializer.Serialize(this, _json);
}

/// <summary>Each makes its rule hold; at least one is named.</summary>
public sealed record OverflowThresholds
{
    /// <summary>More calls wait than this: 0 to 100,000.</summary>
    public int? WaitingOver { get; init; }

    /// <summary>A caller who came now would wait longer than this, as estimated: 0 to 86,400,000 ms.</summary>
    public long? EstimatedWaitOverMs { get; init; }

    /// <summary>Fewer agents who could serve the queue are at work than this: 1 to 10,000.</summary>
    public int? StaffedBelow { get; init; }
}

/// <summary>Where the measures must be for the rule to end.</summary>
public sealed record OverflowReturn
{
    /// <summary>At most so many calls wait.</summary>
    public int? Waiting { get; init; }

    /// <summary>A caller who came now would wait at most so long.</summary>
    public long? EstimatedWaitMs { get; init; }

    /// <summary>At least so many agents are at work.</summary>
    public int? Staffed { get; init; }
}
