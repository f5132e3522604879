using System.Diagnostics;
using CallCenter.Hosting;
using CallCenter.Messaging.Wire;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// The bus's side of one consumer: one transaction holds the inbox row, the consumer's change and the events it says;
/// the acknowledgement follows the commit.
/// </summary>
internal sealed class EventReceiver<TEvent, TConsumer>(
    IServiceScopeFactory scopes,
    Transactions transactions,
    ServiceIdentity service,
    DeliveryRecord deliveries,
    QueueRests rests,
    ListeningEnd end,
    TimeProvider time,
    ILogger<EventReceiver<TEvent, TConsumer>> logger,
    IStepObserver? observer = null) : IConsumer<TEvent>
    where TEvent : class
    where TConsumer : class, IEventConsumer<TEvent>
{
    private static readonly TimeSpan _handledWithin = TimeSpan.FromSeconds(30);
    private static readonly EventDescription _description = EventCatalogue.Of(typeof(TEvent));

    /// <summary>
    /// Transient faults are tried again here for as long as they last: a message that left its place would be overtaken
    /// by later ones of its subject. Only the end of the connection or of listening ends it, and then it comes again.
    /// </summary>
    public async Task Consume(ConsumeContext<TEvent> context)
    {
        using var span = HearingSpan.Start(_description, context.ReceiveContext);
        using var patience = new Patience(time, logger);
        await end.ThrowIfGivenBackAsync(context.ReceiveContext);
        while (true)
        {
            try
            {
                await ConsumeOnceAsync(context);
                rests.Succeeded(context.ReceiveContext.InputAddress);
                return;
            }
            catch (Exception e) when (TransientFaults.Is(e) && !context.CancellationToken.IsCancellationRequested)
            {
                await WaitAsync(context, patience, e);
            }
            catch (Exception e)
            {
                span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
                throw;
            }
        }
    }

    private async Task WaitAsync(ConsumeContext<TEvent> context, Patience patience, Exception fault)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, end.Token);
        try
        {
            await patience.WaitAsync(
                context.Headers.Get<string>(WireNames.IdHeader), _description.Type, fault, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // A connection that was lost gives back by itself, and listening goes on over the next.
            if (end.Token.IsCancellationRequested)
            {
                await end.GiveBackAsync(context.ReceiveContext);
            }

            throw;
        }
    }

    private async Task ConsumeOnceAsync(ConsumeContext<TEvent> context)
    {
        deliveries.Seen(context.ReceiveContext.InputAddress);
        observer?.Reached(Steps.HearReceived);
        var heard = HeardEvent.Parse(
            _description, name => context.Headers.Get<string>(name), time.GetUtcNow());
        ServiceActivity.OfSubject(heard.Subject);
        using var tooLong = new CancellationTokenSource(_handledWithin, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, tooLong.Token);
        try
        {
            await HandleAsync(context.Message, heard, stop.Token);
        }
        catch (OperationCanceledException e) when (tooLong.IsCancellationRequested)
        {
            throw new TimeoutException($"{typeof(TConsumer).Name} took longer than {_handledWithin}.", e);
        }
    }

    private async Task HandleAsync(TEvent message, HeardEvent heard, CancellationToken cancellation)
    {
        try
        {
            var began = time.GetTimestamp();
            await HaveEffectAsync(message, heard, cancellation);
            MessagingMetrics.Heard.Add(1);
            MessagingMetrics.HandledSeconds.Record(
                time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("type", _description.Type));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What became of the first copy may be what made this one fail, long before its commit would have.
            await using var looking = await transactions.BeginBorrowedAsync(cancellation);
            if (!await InboxStore.IsRecordedAsync(looking.Transaction, heard.Id, service.Name, cancellation))
            {
                throw;
            }

            MessagingMetrics.Duplicates.Add(1);
        }
    }

    private async Task HaveEffectAsync(TEvent message, HeardEvent heard, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginBorrowedAsync(cancellation);
        InboxStore.Record(work, heard.Id, service.Name);
        work.Hear(heard.Id, message);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TConsumer>().ConsumeAsync(
            message,
            new EventContext
            {
                EventId = heard.Id,
                Subject = heard.Subject,
                SubjectSeq = heard.SubjectSeq,
                At = heard.At,
                Work = work,
            },
            cancellation);
        observer?.Reached(Steps.HearHandled);
        await work.CompleteAsync(cancellation);
        observer?.Reached(Steps.HearCommitted);
    }
}
