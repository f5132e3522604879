using CallCenter.Contracts.Telephony;
using Dapper;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CallCenter.Messaging.Workload;

/// <summary>
/// Says events and writes each into a ledger in the same transaction. It goes on where the ledger ends, so it may be
/// killed at any point.
/// </summary>
internal sealed class AnswerWorker(WorkloadSettings work, Transactions transactions, NpgsqlDataSource database)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(1, work.Subjects).Select(subject => SayAsync(subject, stoppingToken)));

    private async Task SayAsync(int subject, CancellationToken stopping)
    {
        var call = new Guid($"00000000-0000-7000-8000-{subject:d12}");
        await using var connection = await database.OpenConnectionAsync(stopping);
        var said = await connection.ExecuteScalarAsync<int>(
            "select coalesce(max(n), 0) from ledger where call_id = @call", new { call });
        await connection.CloseAsync();
        while (said < work.Says)
        {
            said++;
            await using var unit = await transactions.BeginAsync(stopping);
            await unit.Transaction.Connection!.ExecuteAsync(
                "insert into ledger (call_id, n) values (@call, @said)", new { call, said }, unit.Transaction);
            unit.Publish(new SurveyAnswered
            {
                CallId = call,
                Question = "csat",
                Score = said,
                AnsweredAt = TimeProvider.System.GetUtcNow(),
            });
            await unit.CommitAsync(stopping);
        }
    }
}
