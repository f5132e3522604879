using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;

namespace CallCenter.Messaging.Relaying;

/// <summary>What one turn of a part's relay came to.</summary>
internal enum Turn
{
    /// <summary>Nothing was due.</summary>
    Idle,

    /// <summary>All that was due is published.</summary>
    Done,

    /// <summary>A claim was given back without a look at it.</summary>
    GivenBack,

    /// <summary>There may be more: go on at once.</summary>
    More,

    /// <summary>The broker has refused, or has not answered: nothing of the connection is used again.</summary>
    Doubtful,

    /// <summary>Another replica relays this part.</summary>
    TakenElsewhere,
}

/// <summary>Relays one of the eight parts: claim, publish in waves, delete what was confirmed, commit.</summary>
internal sealed class PartRelay(
    int part,
    NpgsqlDataSource database,
    BrokerLink link,
    MessagingOptions options,
    TimeProvider time,
    ILogger logger,
    IStepObserver? observer)
{
    /// <summary>Together with the wait for confirms this is less than what ends the claim's session.</summary>
    private static readonly TimeSpan _freshFor = TimeSpan.FromSeconds(3);

    private IChannel? _channel;

    /// <summary>Whether it sends each event alone, to find the one that the broker refuses.</summary>
    public bool OneByOne { get; private set; }

    /// <summary>
    /// One claim. Throws when database or broker is away; the claim is then rolled back by its death.
    /// </summary>
    public async Task<Turn> TakeTurnAsync(CancellationToken cancellation)
    {
        await link.UnblockedAsync(cancellation);
        return await SettledAsync(await ClaimAsync(cancellation), cancellation);
    }

    /// <summary>The same with what a commit has claimed, of this part and perhaps of others.</summary>
    public async Task<Turn> TakeTurnAsync(Claim claim, CancellationToken cancellation) =>
        await SettledAsync(await TakeAsync(claim, cancellation), cancellation);

    private async Task<Turn> ClaimAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        Claim claim;
        try
        {
            claim = await ClaimStore.TakeAsync(
                connection, part, options.ClaimAtOnce, time.GetUtcNow(), cancellation);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await using (claim)
        {
            return claim.Parts.Count == 0
                ? Turn.TakenElsewhere
                : await RelayAsync(claim, options.ClaimAtOnce, cancellation);
        }
    }

    private async Task<Turn> TakeAsync(Claim claim, CancellationToken cancellation)
    {
        await using (claim)
        {
            // While the broker takes nothing, a claim would only keep the other replicas from the part; one that has
            // lain here may not be ours any more when it is published.
            return link.IsBlocked || OneByOne || time.GetUtcNow() - claim.TakenAt > _freshFor
                ? Turn.GivenBack
                : await RelayAsync(claim, Claim.AtCommit, cancellation);
        }
    }

    private async Task<Turn> RelayAsync(Claim claim, int limit, CancellationToken cancellation)
    {
        var pending = claim.Pending;
        if (pending.Count == 0)
        {
            return Turn.Idle;
        }

        observer?.Reached(Steps.RelayClaimed);
        _channel ??= await link.OpenChannelAsync(cancellation);
        var answered = await PublishAsync(_channel, pending);
        observer?.Reached(Steps.RelayConfirmed);
        await RecordAsync(claim.Transaction, answered, cancellation);
        observer?.Reached(Steps.RelayCommitted);

        if (answered.Any(a => a.Outcome is PublishOutcome.Refused or PublishOutcome.Unknown) || !_channel.IsOpen)
        {
            return Turn.Doubtful;
        }

        OneByOne = false;
        return pending.Count >= limit || answered.Count < pending.Count ? Turn.More : Turn.Done;
    }

    /// <summary>Clears a doubt behind the claim: the wait for a blocked broker holds nothing of the database.</summary>
    private async Task<Turn> SettledAsync(Turn turn, CancellationToken cancellation)
    {
        if (turn != Turn.Doubtful)
        {
            return turn;
        }

        await RenewAsync(_channel!, cancellation);
        return Turn.More;
    }

    private Task<IReadOnlyList<Answer>> PublishAsync(IChannel channel, IReadOnlyList<PendingEvent> pending)
    {
        var began = time.GetTimestamp();
        return WaveSender.SendAsync(pending, OneByOne, async sent =>
        {
            var left = options.ConfirmWithin - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || !channel.IsOpen)
            {
                return null;
            }

            var sentAt = time.GetTimestamp();
            var outcomes = EventPublisher.PublishAsync(channel, sent, left, time);
            observer?.Reached(Steps.RelayPublished);
            var answers = await outcomes;
            MessagingMetrics.ConfirmSeconds.Record(time.GetElapsedTime(sentAt).TotalSeconds);
            return OneByOne && answers[0] == PublishOutcome.Unknown && RefusedBy(channel)
                ? [PublishOutcome.Refused]
                : answers;
        });
    }

    private async Task RecordAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Answer> answered, CancellationToken cancellation)
    {
        foreach (var (e, outcome) in answered)
        {
            var reason = outcome == PublishOutcome.Refused
                ? $"refused by the broker: {_channel?.CloseReason?.ReplyText}"
                : "refused by a queue";
            switch (RelayRules.Judge(outcome, e.Attempts))
            {
                case Verdict.Retry retry:
                    await RelayStore.HoldAsync(
                        transaction, e, retry.Attempts, time.GetUtcNow() + retry.After, reason, cancellation);
                    MessagingMetrics.Refused.Add(1);
                    Log.EventHeld(logger, e.EventId, e.Type, retry.Attempts, reason);
                    break;
                case Verdict.Park park:
                    await RelayStore.ParkAsync(transaction, e, park.Attempts, reason, cancellation);
                    MessagingMetrics.Parked.Add(1);
                    Log.EventParked(logger, e.EventId, e.Type, park.Attempts, reason);
                    break;
                default:
                    break;
            }
        }

        var confirmed = answered.Where(a => a.Outcome == PublishOutcome.Confirmed).Select(a => a.Event).ToList();
        await RelayStore.CommitAsync(transaction, confirmed, cancellation);
        MessagingMetrics.Relayed.Add(confirmed.Count);
    }

    /// <summary>After a doubt nothing of the old connection is used again.</summary>
    private async Task RenewAsync(IChannel channel, CancellationToken cancellation)
    {
        var refused = RefusedBy(channel);
        var missing = channel.CloseReason?.ReplyCode == 404;
        var why = channel.CloseReason?.ToString() ?? "no answer in time";
        _channel = null;
        await link.UnblockedAsync(cancellation);
        await link.AbandonAsync(cancellation);
        OneByOne = refused;
        if (missing || !refused)
        {
            throw new BrokerUnavailableException(why);
        }
    }

    /// <summary>403 and 406 are about one message; 404 (no exchange) is about all and is waited out.</summary>
    private static bool RefusedBy(IChannel channel) => channel.CloseReason?.ReplyCode is 403 or 406;
}
