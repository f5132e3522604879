using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Local.Backing;
using CallCenter.Local.Phones;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Customers who are called back.</summary>
internal sealed partial class House
{
    public const double CallbackTone = 1450;

    /// <summary>The phone that rings when Asterisk dials through the trunk.</summary>
    public TestPhone CustomerPhone(Func<PhoneCall, InviteReply> onInvite)
    {
        var phone = Phone(new PhoneSettings
        {
            Switch = new IPEndPoint(IPAddress.Loopback, Asterisk.SipPort),
            User = Caller,
            Address = IPAddress.Parse(AsteriskServer.TrunkAddress),
            Port = Asterisk.SipPort,
        });
        phone.OnInvite = onInvite;
        return phone;
    }

    /// <summary>A customer who wants to be called back, with a place from an hour ago.</summary>
    public async Task<Callback> AskAsync(string e164 = Caller)
    {
        await using var work = await Transactions.BeginAsync(Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var number = await NumberStore.FindOfQueueAsync(work.Transaction.Connection!, QueueId, now, Cancellation);
        var callback = CallbackRules.Ask(
            Guid.CreateVersion7(), new CallbackRequest { E164 = e164, QueueId = QueueId }, number!, "k1:customer", now)
            with { QueuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - 3_600) };
        CallbackStore.Insert(work, callback);
        await work.CommitAsync(Cancellation);
        return callback;
    }

    /// <summary>Routing lets the callback have its turn.</summary>
    public async Task<Guid> DueAsync(Callback callback, int attempt = 1, TimeSpan? ring = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var callId = Guid.CreateVersion7();
        await HearAsync(Replica.Due, new CallbackDue
        {
            CallbackId = callback.CallbackId,
            CallId = callId,
            QueueId = QueueId,
            Attempt = attempt,
            Priority = 1_000,
            DialUntilAt = now + (ring ?? TimeSpan.FromSeconds(20)),
            DecidedAt = now,
        });
        return callId;
    }
}
