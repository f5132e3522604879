using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Asides;

/// <summary>What is heard of agents who talk beside calls.</summary>
public static class AsidesSetup
{
    public static Subscriptions OnAsides(this Subscriptions hears) => hears
        .On<ConsultationQueued, ConsultationQueuedConsumer>()
        .On<ConsultationStarted, ConsultationStartedConsumer>()
        .On<ConferenceStarted, ConferenceStartedConsumer>()
        .On<ConsultationEnded, ConsultationEndedConsumer>()
        .On<TransferFailed, TransferFailedConsumer>();
}
