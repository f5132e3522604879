namespace CallCenter.Feedback;

/// <summary>Settings of the service: section <c>Feedback</c>.</summary>
public sealed class FeedbackOptions
{
}
