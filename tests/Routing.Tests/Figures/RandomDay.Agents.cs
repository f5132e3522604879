using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>What agents choose and do, and what is heard of their phones.</summary>
internal sealed partial class RandomDay
{
    private static readonly string[] _states =
    [
        "available idle", "available reserved", "available talking", "available wrap-up", "break idle", "offline idle",
    ];

    private void HandOn(Guid call, Guid agent, Guid queue, double at, List<(long, object)> telephony)
    {
        var kind = _random.Next(5);
        telephony.Add((0, (object)(kind < 3
            ? new CallTransferred
            {
                CallId = call, AgentId = agent, Kind = kind == 0 ? "queue" : kind == 1 ? "agent" : "number",
                ToQueueId = kind == 0 ? Queues[_random.Next(Queues.Length)] : null,
                ToAgentId = kind == 1 ? Id(_random.Next(1, 5)) : null, TransferredAt = At(at),
            }
            : new CallReturned
            {
                CallId = call, AgentId = agent, QueueId = queue, ReturnedAt = At(at),
                Reason = kind == 3 ? "wrong-queue" : "agent-disconnected",
            })));
    }

    private void AddAgent(Guid agent)
    {
        var stream = Stream();
        stream.Add((0, new AgentAdded { AgentId = agent, Number = "1", Name = "One", AddedAt = At(0) }));
        var at = 0d;
        for (var i = _random.Next(5, 40); i > 0; i--)
        {
            // Now and then by another clock, which is behind.
            at += _random.Next(100) - 5;
            var state = _states[_random.Next(_states.Length)].Split(' ');
            stream.Add((0, (object)(_random.Next(6) switch
            {
                0 => new AgentPhoneOffline { AgentId = agent, OfflineAt = At(at) },
                1 or 2 => new AgentPhoneOnline { AgentId = agent, OnlineAt = At(at) },
                var any => new AgentActivityChanged
                {
                    AgentId = agent, Status = state[0], Activity = state[1], ChangedAt = At(at),
                    NotRespondingReason = any == 3 && state[1] == "idle" ? "no-answer" : null,
                },
            })));
        }
    }
}
