using System.ComponentModel.DataAnnotations;

namespace CallCenter.Messaging;

/// <summary>How events are relayed and heard: section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>
    /// How often the relay looks for events whose signal was lost. Default 1 s: what a lost signal may cost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the broker may take to confirm before the connection is thrown away. Default 10 s, and less than the
    /// 15 s after which PostgreSQL ends the relay's idle transaction.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:14")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Events that the relay of one part claims at once. Default 500: what is sent twice after a crash.
    /// </summary>
    [Range(1, 5000)]
    public int ClaimAtOnce { get; set; } = 500;

    /// <summary>
    /// Messages that the broker sends ahead to one queue's consumer. Default 32: hides the way to the broker.
    /// </summary>
    [Range(1, 1000)]
    public int Prefetch { get; set; } = 32;

    /// <summary>
    /// How long a queue may hold messages without one being delivered before its consumers are made anew.
    /// Default 60 s: longer than any consumer may take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(60);
}
