using System.Text.Json;
using CallCenter.Quality.Forms;
using CallCenter.Quality.Measuring;
using Dapper;
using Npgsql;

namespace CallCenter.Quality.Evaluations;

public static class EvaluationStore
{
    private const string Columns =
        """
        evaluation_id, call_id, recording_id, agent_id, queue_id, form_id, form_version, form, engine,
        raw_score, score, measures, items, evaluated_at
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds the evaluation; false when this recording has one by this version of the form already.</summary>
    public static async Task<bool> AddAsync(
        NpgsqlTransaction work, Evaluation evaluation, CancellationToken cancellation) =>
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into evaluation (evaluation_id, call_id, recording_id, agent_id, queue_id, form_id, form_version,
              form, engine, raw_score, score, measures, items, evaluated_at)
            values (@EvaluationId, @CallId, @RecordingId, @AgentId, @QueueId, @FormId, @FormVersion,
              @Form, @Engine, @RawScore, @Score, @measures::jsonb, @items::jsonb, @EvaluatedAt)
            on conflict (recording_id, form_id, form_version) do nothing
            """,
            new
            {
                evaluation.EvaluationId,
                evaluation.CallId,
                evaluation.RecordingId,
                evaluation.AgentId,
                evaluation.QueueId,
                evaluation.FormId,
                evaluation.FormVersion,
                evaluation.Form,
                evaluation.Engine,
                evaluation.RawScore,
                evaluation.Score,
                measures = JsonSerializer.Serialize(evaluation.Measures, Json),
                items = JsonSerializer.Serialize(evaluation.Items, Json),
                evaluation.EvaluatedAt,
            },
            work, cancellationToken: cancellation)) == 1;

    public static async Task<Evaluation?> FindAsync(
        NpgsqlConnection connection, Guid evaluationId, CancellationToken cancellation) =>
        Read(await connection.QuerySingleOrDefaultAsync<EvaluationRow>(new CommandDefinition(
            $"select {Columns} from evaluation where evaluation_id = @evaluationId",
            new { evaluationId }, cancellationToken: cancellation)));

    /// <summary>The newest evaluation of a call: a call with several talks has one for each.</summary>
    public static async Task<Evaluation?> FindOfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        Read(await connection.QuerySingleOrDefaultAsync<EvaluationRow>(new CommandDefinition(
            $"select {Columns} from evaluation where call_id = @callId order by evaluated_at desc limit 1",
            new { callId }, cancellationToken: cancellation)));

    private static Evaluation? Read(EvaluationRow? row) => row is null ? null : new Evaluation
    {
        EvaluationId = row.EvaluationId,
        CallId = row.CallId,
        RecordingId = row.RecordingId,
        AgentId = row.AgentId,
        QueueId = row.QueueId,
        FormId = row.FormId,
        FormVersion = row.FormVersion,
        Form = row.Form,
        Engine = row.Engine,
        RawScore = row.RawScore,
        Score = row.Score,
        Measures = JsonSerializer.Deserialize<TalkMeasures>(row.Measures, Json)!,
        Items = JsonSerializer.Deserialize<List<ScoredItem>>(row.Items, Json)!,
        EvaluatedAt = row.EvaluatedAt,
    };

    private sealed record EvaluationRow
    {
        public Guid EvaluationId { get; init; }

        public Guid CallId { get; init; }

        public Guid RecordingId { get; init; }

        public Guid AgentId { get; init; }

        public Guid? QueueId { get; init; }

        public Guid FormId { get; init; }

        public int FormVersion { get; init; }

        public string Form { get; init; } = "";

        public string Engine { get; init; } = "";

        public decimal? RawScore { get; init; }

        public decimal? Score { get; init; }

        public string Measures { get; init; } = "";

        public string Items { get; init; } = "";

        public DateTimeOffset EvaluatedAt { get; init; }
    }
}
