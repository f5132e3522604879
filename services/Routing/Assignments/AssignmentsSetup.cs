using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Routing.Figures;

namespace CallCenter.Routing.Assignments;

/// <summary>What of Telephony's events makes the life of an assignment.</summary>
public static class AssignmentsSetup
{
    public static Subscriptions OnAssignments(this Subscriptions hears) => hears
        .On<AgentDialled, AgentDialledConsumer>()
        .On<AgentRinging, AgentRingingConsumer>()
        .On<CallTransferred, CallTransferredConsumer>()
        .On<CallAnswered, CallAnsweredConsumer>()
        .On<AssignmentDeclined, AssignmentDeclinedConsumer>()
        .On<AgentReleased, AgentReleasedConsumer>()
        .On<CallReturned, CallReturnedConsumer>();
}
