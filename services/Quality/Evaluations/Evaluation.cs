using CallCenter.Contracts.Quality;
using CallCenter.Quality.Analyses;
using CallCenter.Quality.Forms;
using CallCenter.Quality.Measuring;

namespace CallCenter.Quality.Evaluations;

/// <summary>What a form says about a talk, with what it rests on.</summary>
public sealed record Evaluation
{
    public required Guid EvaluationId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid RecordingId { get; init; }

    public required Guid AgentId { get; init; }

    public Guid? QueueId { get; init; }

    public required Guid FormId { get; init; }

    public required int FormVersion { get; init; }

    public required string Form { get; init; }

    public required string Engine { get; init; }

    public decimal? RawScore { get; init; }

    public decimal? Score { get; init; }

    public required TalkMeasures Measures { get; init; }

    public required IReadOnlyList<ScoredItem> Items { get; init; }

    public required DateTimeOffset EvaluatedAt { get; init; }

    public static Evaluation Of(
        Guid evaluationId, Analysis analysis, EvaluationForm form, TalkMeasures talk, DateTimeOffset now)
    {
        var scored = ScoreRules.Score(form, talk);
        return new Evaluation
        {
            EvaluationId = evaluationId,
            CallId = analysis.CallId,
            RecordingId = analysis.RecordingId,
            AgentId = analysis.AgentId,
            QueueId = analysis.QueueId,
            FormId = form.FormId,
            FormVersion = form.Version,
            Form = form.Name,
            Engine = Acoustics.Version,
            RawScore = scored.RawScore,
            Score = scored.Score,
            Measures = talk,
            Items = scored.Items,
            EvaluatedAt = now,
        };
    }

    /// <summary>What is said about it.</summary>
    public CallEvaluated Evaluated() => new()
    {
        CallId = CallId,
        EvaluationId = EvaluationId,
        RecordingId = RecordingId,
        AgentId = AgentId,
        QueueId = QueueId,
        Form = Form,
        FormVersion = FormVersion,
        Score = Score,
        AgentTalkShare = Measures.AgentTalkShare is { } share ? Math.Round((decimal)share, 4) : null,
        SilenceMs = (long)Math.Round(Measures.SilenceMs),
        LongestSilenceMs = (long)Math.Round(Measures.LongestSilenceMs),
        OverlapMs = (long)Math.Round(Measures.OverlapMs),
        AgentInterruptions = Measures.Evidence.AgentInterruptions.Count,
        CallerInterruptions = Measures.Evidence.CallerInterruptions.Count,
        EvaluatedAt = EvaluatedAt,
    };
}
