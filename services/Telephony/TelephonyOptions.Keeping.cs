using System.ComponentModel.DataAnnotations;

namespace CallCenter.Telephony;

/// <summary>What is kept, for how long, and when that is looked at.</summary>
public sealed partial class TelephonyOptions
{
    /// <summary>How long ended calls are kept, and with them the callers' numbers. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan CallRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long it is kept who listened to which talk. Default 365 days: as long as recordings, since disputes about it
    /// come as late.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan SupervisionRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How many days a recording is kept for which there is no rule of its number or queue. Default 365: disputes come
    /// late, and nothing is kept for ever by accident.
    /// </summary>
    [Range(1, 36_500)]
    public int RecordingRetentionDays { get; set; } = 365;

    /// <summary>
    /// Room that must be left on the disk of a node and in the recording store, or no new recording begins. Default
    /// 1 GiB: what is being recorded when the bound is met must still fit (9 hours of both sides of a talk).
    /// </summary>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long RecordingFreeBytes { get; set; } = 1L << 30;

    /// <summary>Hour of the day (UTC) of the nightly look for missing and orphaned files. Default 2.</summary>
    [Range(0, 23)]
    public int RecordingCheckHour { get; set; } = 2;
}
