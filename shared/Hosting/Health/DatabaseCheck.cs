using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>Whether the service's own database answers. Asked at most every 5 s, however many ask.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database, TimeProvider clock) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan _keep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _one = new(1);
    private (DateTimeOffset At, HealthCheckResult Result)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetUtcNow() - last.At >= _keep)
            {
                last = (clock.GetUtcNow(), await AskAsync(cancellationToken));
                _last = last;
            }

            return last.Result;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(_limit);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limited.Token);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy($"the database cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"the database did not answer within {_limit.TotalSeconds:0} s");
        }
    }
}
