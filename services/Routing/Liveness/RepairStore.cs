using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Liveness;

public static class RepairStore
{
    private const string Columns =
        "repair_id, repaired_at, kind, done, agent_id, call_id, assignment_id, reason, repaired_by";

    /// <summary>Saves what a repair changes, and that it was made.</summary>
    public static async Task SaveAsync(
        NpgsqlTransaction work, Finding finding, Repair repair, CancellationToken cancellation)
    {
        await AssignmentStore.SaveAsync(work, finding.Changed, cancellation);
        if (finding.Agent is { } agent)
        {
            await AgentStore.SaveAsync(work, agent, cancellation);
        }

        if (finding.Call is { } call)
        {
            await WaitingCallStore.SaveAsync(work, call, cancellation);
        }

        await work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into repair ({Columns})
            values (@RepairId, @RepairedAt, @Kind, @Done, @AgentId, @CallId, @AssignmentId, @Reason, @RepairedBy)
            """,
            repair, work, cancellationToken: cancellation));
    }

    /// <summary>The repairs of a span of time, the latest first.</summary>
    public static async Task<IReadOnlyList<Repair>> ListAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to, int limit,
        CancellationToken cancellation) =>
        (await connection.QueryAsync<Repair>(new CommandDefinition(
            $"""
            select {Columns} from repair where repaired_at >= @from and repaired_at < @to
            order by repaired_at desc, repair_id desc limit @limit
            """,
            new { from, to, limit }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets repairs before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlTransaction work, DateTimeOffset before, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "delete from repair where repaired_at < @before", new { before }, work, cancellationToken: cancellation));
}
