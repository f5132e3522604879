using CallCenter.Contracts.Telephony;
using Dapper;
using MassTransit;
using Npgsql;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>The same events through MassTransit's own publish, to a quorum queue: the figure beside ours.</summary>
internal sealed class MassTransitPeer : IAsyncDisposable
{
    private readonly IBusControl _bus;

    private MassTransitPeer(IBusControl bus) => _bus = bus;

    public static async Task<MassTransitPeer> StartAsync(
        Uri broker, NpgsqlDataSource? database = null, Latencies? latencies = null)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(configure =>
        {
            var user = broker.UserInfo.Split(':');
            configure.Host(broker.Host, (ushort)broker.Port, broker.AbsolutePath[1..], host =>
            {
                host.Username(user[0]);
                host.Password(user[1]);
            });
            configure.ReceiveEndpoint("peer", queue =>
            {
                queue.SetQuorumQueue();
                queue.PrefetchCount = 32;
                queue.ConcurrentMessageLimit = 8;
                queue.Handler<CallEnded>(async context =>
                {
                    if (database is null || latencies is null)
                    {
                        return;
                    }

                    await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
                    await connection.ExecuteAsync(
                        "insert into effect (event_id, call_id) values (@id, @CallId)",
                        new { id = Guid.CreateVersion7(), context.Message.CallId });
                    latencies.Effected(context.Message.CallId);
                });
            });
        });
        await bus.StartAsync();
        return new MassTransitPeer(bus);
    }

    /// <summary>Publishes so many and returns how many a second were confirmed.</summary>
    public async Task<double> PublishAsync(int events, int atOnce)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= events)
            {
                await PublishAsync(Speech.Call(next % 5_000));
            }
        }));
        return events / clock.GetElapsedTime(began).TotalSeconds;
    }

    // Banned everywhere else: here it is what is measured.
#pragma warning disable RS0030
    public Task PublishAsync(Guid call) => _bus.Publish(Speech.Ended(call));
#pragma warning restore RS0030

    public async ValueTask DisposeAsync() => await _bus.StopAsync();
}
