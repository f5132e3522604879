using System.ComponentModel.DataAnnotations;

namespace CallCenter.Quality;

/// <summary>Settings of the service: section <c>Quality</c>.</summary>
public sealed class QualityOptions
{
    /// <summary>How often due work is looked for without being woken. Default 2 s: what a lost signal costs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan SweepTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long one replica may be at a recording before another takes it over. Default 10 min: many times what the
    /// longest recording takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a recording is tried that is not the file that was announced. Default 6.</summary>
    [Range(1, 100)]
    public int MostAttempts { get; set; } = 6;

    /// <summary>The pause after the first failure; it doubles each time. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such pause. Default 15 min: what a store that is back may cost.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a recording is waited for that is missing, or whose store is away. Default 7 days: longer than any
    /// outage that somebody works on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Longer recordings are refused. Default 4 h: bounds memory (about 4 MB an hour) and time.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LongestRecording { get; set; } = TimeSpan.FromHours(4);
}
