using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Forms;

/// <summary>The measures that a form can ask for, by name; each says when it is not applicable.</summary>
public static class MeasureRules
{
    /// <summary>Less speech of both than this says nothing about how somebody talks.</summary>
    private const double LeastTalkMs = 1_000;

    /// <summary>The value of a measure, or why there is none.</summary>
    public static MeasureValue Of(string measure, TalkMeasures talk)
    {
        if (talk.CallerTalkMs + talk.AgentTalkMs < LeastTalkMs)
        {
            return MeasureValue.NotApplicable("hardly anybody spoke");
        }

        return measure switch
        {
            "agent-talk-share" => MeasureValue.Of(talk.AgentTalkShare ?? 0),
            "agent-interruptions" => MeasureValue.Of(talk.Evidence.AgentInterruptions.Count),
            "agent-interruptions-per-minute" when talk.CallerTalkMs <= 0 =>
                MeasureValue.NotApplicable("the caller did not speak"),
            "agent-interruptions-per-minute" => MeasureValue.Of(
                talk.Evidence.AgentInterruptions.Count / Math.Max(1, talk.SpokenMs / 60_000)),
            "caller-interruptions" => MeasureValue.Of(talk.Evidence.CallerInterruptions.Count),
            "overlap-share" => MeasureValue.Of(talk.OverlapMs / talk.SpokenMs),
            "silence-share" => MeasureValue.Of(talk.SilenceMs / talk.SpokenMs),
            "silence-ms" => MeasureValue.Of(talk.SilenceMs),
            "longest-silence-ms" => MeasureValue.Of(talk.LongestSilenceMs),
            "duration-ms" => MeasureValue.Of(talk.DurationMs),
            _ => MeasureValue.NotApplicable("no such measure"),
        };
    }
}

/// <summary>A value, or why there is none.</summary>
public sealed record MeasureValue(decimal? Value, string? WhyNot)
{
    public static MeasureValue Of(double value) => new(Math.Round((decimal)value, 4), null);

    public static MeasureValue NotApplicable(string why) => new(null, why);
}
