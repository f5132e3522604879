using CallCenter.Messaging;
using CallCenter.Messaging.Wire;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>The events that figures are made of, as they were heard and said.</summary>
public static class FigureEventStore
{
    /// <summary>One folds at a time: any number that nothing else in this database locks.</summary>
    private const long FoldLock = 7_205_761;

    /// <summary>
    /// False while another replica folds. The commit need not wait for the disk: if a crash loses it, the events are
    /// not folded yet either and are folded again.
    /// </summary>
    public static Task<bool> TryLockAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        work.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"select pg_try_advisory_xact_lock({FoldLock}), set_config('synchronous_commit', 'off', true)",
            transaction: work, cancellationToken: cancellation));

    /// <summary>Waits until nobody folds, and lets nobody until the commit.</summary>
    public static Task LockAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"select pg_advisory_xact_lock({FoldLock})", transaction: work, commandTimeout: 300,
            cancellationToken: cancellation));

    public static Task<bool> AnyPendingAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from figure_event where not folded)", cancellationToken: cancellation));

    /// <summary>The first events that are not folded yet, in their order.</summary>
    public static async Task<IReadOnlyList<KeptEvent>> PendingAsync(
        NpgsqlTransaction work, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<KeptEvent>(new CommandDefinition(
            "select id, type, body from figure_event where not folded order by id limit @limit",
            new { limit }, work, cancellationToken: cancellation))).AsList();

    /// <summary>Marks events as folded and counts the fold.</summary>
    public static Task FoldedAsync(
        NpgsqlTransaction work, IReadOnlyList<KeptEvent> events, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update figure_event set folded = true where id = any(@ids);
            update figure_fold set folds = folds + 1;
            """,
            new { ids = events.Select(one => one.Id).ToArray() }, work, cancellationToken: cancellation));

    /// <summary>How often anything was folded.</summary>
    public static Task<long> FoldsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select folds from figure_fold", cancellationToken: cancellation));

    /// <summary>Forgets folded events recorded before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from figure_event where recorded_at < @before and folded",
            new { before }, commandTimeout: 120, cancellationToken: cancellation));
}

/// <summary>An event as it was kept.</summary>
public sealed record KeptEvent
{
    public long Id { get; init; }

    /// <summary>CloudEvents type.</summary>
    public string Type { get; init; } = "";

    public byte[] Body { get; init; } = [];

    /// <summary>Null where a newer release has kept a type that this one does not know.</summary>
    public object? Read() => EventCatalogue.Find(Type) is { } known ? WireJson.Read(Body, known.ClrType) : null;
}
