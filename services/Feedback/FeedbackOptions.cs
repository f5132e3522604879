using System.ComponentModel.DataAnnotations;

namespace CallCenter.Feedback;

/// <summary>Settings of the service: section <c>Feedback</c>.</summary>
public sealed class FeedbackOptions
{
    /// <summary>
    /// By when a customer is promised an answer to a complaint. Plain elapsed time, nights and holidays included.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan PromiseTime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The commitment of a department that is saved without one: a third of the promise leaves time to repair.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan CommitmentTime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>
    /// An evaluation scored below this, from 0 to 100, is a complaint; 0 switches it off. Low at first: a form over
    /// talk and silence alone is a hint, not a judgement.
    /// </summary>
    [Range(0, 100)]
    public int EvaluationThreshold { get; set; } = 40;
}
