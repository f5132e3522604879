using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Pauses;

/// <summary>A time in which caller and agent could not talk, or were not recorded.</summary>
public sealed record Pause
{
    /// <summary>The caller was on hold.</summary>
    public const string Hold = "hold";

    /// <summary>The recording was silent.</summary>
    public const string Card = "card";

    public required Guid CallId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// The pauses as parts of a recording that began at an instant. One that never ended goes on to the end of it.
    /// </summary>
    public static IReadOnlyList<Interval> In(DateTimeOffset recordingStartedAt, IEnumerable<Pause> pauses) =>
    [
        .. pauses
            .Select(pause => new Interval(
                Math.Max(0, (pause.StartedAt - recordingStartedAt).TotalMilliseconds),
                pause.EndedAt is { } end ? (end - recordingStartedAt).TotalMilliseconds : double.PositiveInfinity))
            .Where(part => part.LengthMs > 0),
    ];
}
