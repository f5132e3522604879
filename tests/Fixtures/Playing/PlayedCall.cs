using System.Threading.Channels;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Fixtures.Playing;

/// <summary>One call as Telephony would lead it: it obeys Routing's orders and says what happens.</summary>
internal sealed class PlayedCall(PlayedTelephony telephony, Guid callId, CallPlan plan)
{
    private readonly Channel<object> _orders = Channel.CreateUnbounded<object>();
    private readonly DateTimeOffset _queuedAt = TimeProvider.System.GetUtcNow();
    private CallAssigned? _last;
    private CallAssigned? _ringing;
    private bool _over;

    public void Order(object order) => _orders.Writer.TryWrite(order);

    /// <summary>Leads the call to its end; returns how many talks it had.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var (talks, declined) = (0, 0);
        if (plan.End == CallEnd.EndedBeforeQueued)
        {
            await EndAsync(abandoned: true);
            await telephony.SayAsync(Queued());
            return talks;
        }

        if (plan.End == CallEnd.CallerLeavesAtOnce)
        {
            _over = true;
            await telephony.SayAsync(Queued(), Ended(abandoned: true));
            return talks;
        }

        await telephony.SayAsync(Queued());
        var queuedAt = TimeProvider.System.GetTimestamp();
        while (!_over)
        {
            if (await NextAsync(cancellation) is not { } assigned)
            {
                await EndAsync(abandoned: true);
                break;
            }

            if (_last is null)
            {
                telephony.Waited(callId, queuedAt);
            }

            if (plan.End == CallEnd.CallerLeavesAssigned || !await RingAsync(assigned, declined, cancellation))
            {
                declined++;
                _over = _over || await LeavesAsync(assigned, CallEnd.CallerLeavesAssigned);
                continue;
            }

            // Who wanted to leave while they wait and was assigned sooner leaves now.
            _over = await LeavesAsync(assigned, CallEnd.CallerLeavesRinging)
                || await LeavesAsync(assigned, CallEnd.CallerLeavesWaiting);
            if (!_over)
            {
                await TalkAsync(assigned, ++talks, cancellation);
            }
        }

        await DisturbAsync();
        return talks;
    }

    /// <summary>Answers what Routing orders after the end, as Telephony does.</summary>
    public async Task AnswerLateOrdersAsync()
    {
        while (_orders.Reader.TryRead(out var order))
        {
            if (order is CallAssigned late)
            {
                await telephony.SayAsync(Declined(late, "caller-gone"));
            }
        }
    }

    /// <summary>The next order to ring; null when the caller leaves before it, or the call cannot be routed.</summary>
    private async Task<CallAssigned?> NextAsync(CancellationToken cancellation)
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (plan.End == CallEnd.CallerLeavesWaiting)
        {
            leaves.CancelAfter(plan.Ringing / 4);
        }

        try
        {
            while (true)
            {
                switch (await _orders.Reader.ReadAsync(leaves.Token))
                {
                    case CallAssigned assigned:
                        return assigned;
                    case CallNotRoutable:
                        return null;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Rings the agent: false when they do not take the call, or Routing takes it back.</summary>
    private async Task<bool> RingAsync(CallAssigned assigned, int declined, CancellationToken cancellation)
    {
        _last = _ringing = assigned;
        telephony.Engage(assigned);
        await telephony.SayAsync(new AgentRinging
        {
            CallId = callId, AssignmentId = assigned.AssignmentId, AgentId = assigned.AgentId, RingingAt = Now,
        });
        await Task.Delay(plan.Ringing, TimeProvider.System, cancellation);
        while (_orders.Reader.TryRead(out var order))
        {
            switch (order)
            {
                case AssignmentRescinded back when back.AssignmentId == assigned.AssignmentId:
                    telephony.Disengage(assigned);
                    return false;
                case CallAssigned second:
                    telephony.AssignedTwice(second);
                    await telephony.SayAsync(Declined(second, "late"));
                    break;
            }
        }

        if (declined >= plan.Declines.Count)
        {
            return true;
        }

        telephony.Disengage(assigned);
        await telephony.SayAsync(Declined(assigned, plan.Declines[declined]));
        await telephony.RegisterAgainAsync(assigned.AgentId, plan.Declines[declined]);
        return false;
    }

    private async Task<bool> LeavesAsync(CallAssigned assigned, CallEnd end)
    {
        if (plan.End != end)
        {
            return false;
        }

        _last = assigned;
        telephony.Disengage(assigned);
        await telephony.SayAsync(Declined(assigned, "caller-gone"), Ended(abandoned: true));
        return true;
    }

    private async Task TalkAsync(CallAssigned assigned, int talk, CancellationToken cancellation)
    {
        var answered = new CallAnswered
        {
            CallId = callId, AssignmentId = assigned.AssignmentId, AgentId = assigned.AgentId,
            QueueId = assigned.QueueId, AnsweredAt = Now,
        };
        await telephony.SayAsync(answered);
        if (plan.Disturbed)
        {
            await telephony.SayAsync(answered, Declined(assigned, "late"), Queued());
        }

        await Task.Delay(plan.Talking, TimeProvider.System, cancellation);
        telephony.Disengage(assigned);
        var byAgent = plan.End == CallEnd.AgentHangsUp;
        var released = Released(assigned, byAgent ? "agent" : "caller");
        if (plan.Returns && talk == 1)
        {
            await telephony.SayAsync(released, Queued());
            return;
        }

        _over = true;
        await telephony.SayAsync(byAgent && plan.Disturbed
            ? [released, released, Ended(abandoned: false)]
            : [released, Ended(abandoned: false)]);
    }

    /// <summary>What cannot be any more, said once more.</summary>
    private async Task DisturbAsync()
    {
        if (!plan.Disturbed)
        {
            return;
        }

        await telephony.SayAsync(Queued(), Ended(abandoned: true));
        if (_last is { } assigned)
        {
            await telephony.SayAsync(
                Declined(assigned, "no-answer"),
                new CallAnswered
                {
                    CallId = callId, AssignmentId = assigned.AssignmentId, AgentId = assigned.AgentId,
                    QueueId = assigned.QueueId, AnsweredAt = Now,
                },
                Released(assigned, "system"),
                Released(assigned with { AssignmentId = Guid.CreateVersion7() }, "system"));
        }
    }

    private async Task EndAsync(bool abandoned)
    {
        _over = true;
        await telephony.SayAsync(Ended(abandoned));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private CallQueued Queued() => new()
    {
        CallId = callId, QueueId = telephony.QueueId, QueuedAt = _queuedAt, NumberId = telephony.QueueId,
        Language = "en",
    };

    private CallEnded Ended(bool abandoned) => new()
    {
        CallId = callId, Cause = "caller-hung-up", Abandoned = abandoned, DurationMs = 1, QueuedMs = 1, TalkMs = 1,
        EndedAt = Now,
    };

    private AssignmentDeclined Declined(CallAssigned assigned, string reason) => new()
    {
        CallId = callId, AssignmentId = assigned.AssignmentId, AgentId = assigned.AgentId, Reason = reason,
        DeclinedAt = Now,
    };

    private AgentReleased Released(CallAssigned assigned, string by) => new()
    {
        CallId = callId, AssignmentId = assigned.AssignmentId, AgentId = assigned.AgentId, ReleasedBy = by, TalkMs = 1,
        ReleasedAt = Now,
    };
}
