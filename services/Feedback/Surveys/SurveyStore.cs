using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Feedback.Surveys;

public static class SurveyStore
{
    /// <summary>Keeps the first answer to a question, when the unit of work commits: a call is asked once.</summary>
    public static void Add(UnitOfWork work, SurveyAnswer answer) => work.AtCommit(
        """
        insert into survey_answer (call_id, question, score, agent_id, queue_id, answered_at)
        values (@CallId, @Question, @Score, @AgentId, @QueueId, @AnsweredAt)
        on conflict (call_id, question) do nothing
        """,
        answer);

    public static async Task<IReadOnlyList<SurveyAnswer>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        (await connection.QueryAsync<SurveyAnswer>(new CommandDefinition(
            """
            select call_id, question, score, agent_id, queue_id, answered_at
            from survey_answer where call_id = @callId order by answered_at, question
            """,
            new { callId }, cancellationToken: cancellation))).AsList();
}
