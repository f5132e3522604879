using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony;

public sealed partial class TelephonyOptions
{
    /// <summary>The part that the rules of a call need.</summary>
    public CallSettings CallSettings() => new()
    {
        DefaultLanguage = DefaultLanguage,
        UnknownNumberMedia = UnknownNumberSound,
        NotRoutableMedia = NotRoutableSound,
        ClosedMedia = ClosedSound,
        CallbackMedia = CallbackSound,
        SurveyMedia = SurveySound,
        ThanksMedia = ThanksSound,
        BeepMedia = BeepSound,
        SurveyTime = SurveyTime,
        SurveyAsks = SurveyAsks,
        PromptLimit = PromptLimit,
        RingLimit = RingLimit,
        QueueLimit = QueueLimit,
        RecordingPauseLimit = RecordingPauseLimit,
        TransferRingTime = TransferRingTime,
        TransferWaitTime = TransferWaitTime,
        ConsultWaitTime = ConsultWaitTime,
        EntryUri = EntryUri,
        EntryTime = EntryTime,
        DialAllowed = DialAllowed,
        CountryCode = CountryCode,
        SoundFolder = SoundFolder,
        OfferTime = OfferTime,
        ReconnectTime = ReconnectTime,
    };
}
