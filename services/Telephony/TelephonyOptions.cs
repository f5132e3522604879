using System.ComponentModel.DataAnnotations;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony;

/// <summary>Settings of the service: section <c>Telephony</c>.</summary>
public sealed partial class TelephonyOptions : IValidatableObject
{
    /// <summary>The Asterisk nodes, each with settings of its own. Default none: only HTTP is served.</summary>
    public AriNode[] Nodes { get; set; } = [];

    /// <summary>Language of the announcement to callers of unknown numbers: an RFC 5646 tag. Default en.</summary>
    [Required]
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>Sound for callers of a number that nobody has set up.</summary>
    [Required]
    public string UnknownNumberSound { get; set; } = "callcenter/unknown-number";

    /// <summary>Sound for callers whom no agent can ever serve: queue closed, unknown, or waited out.</summary>
    [Required]
    public string NotRoutableSound { get; set; } = "callcenter/not-routable";

    /// <summary>Sound for callers of a queue that is closed.</summary>
    [Required]
    public string ClosedSound { get; set; } = "callcenter/closed";

    /// <summary>
    /// Beginnings of the E.164 numbers that may be dialled, such as +44163. Default none: nobody is called back, and
    /// nobody can dial at the installation's cost.
    /// </summary>
    public string[] DialAllowed { get; set; } = [];

    /// <summary>
    /// Country code, such as +44, of numbers that callers type in their national form. Default none: they type the
    /// international form.
    /// </summary>
    [RegularExpression(@"^(\+[1-9][0-9]{0,3})?$")]
    public string CountryCode { get; set; } = "";

    /// <summary>Folder of the sentences for callers who wait or are offered a callback.</summary>
    [Required]
    public string SoundFolder { get; set; } = "callcenter";

    /// <summary>How long callers have for a key or the next digit while a callback is offered. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan OfferTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Sound for a customer who has answered a callback.</summary>
    [Required]
    public string CallbackSound { get; set; } = "callcenter/callback";

    /// <summary>Sound of the question for a score from 1 to 5.</summary>
    [Required]
    public string SurveySound { get; set; } = "callcenter/survey";

    /// <summary>Sound of the last words.</summary>
    [Required]
    public string ThanksSound { get; set; } = "callcenter/thanks";

    /// <summary>Sound before a message is recorded.</summary>
    [Required]
    public string BeepSound { get; set; } = "callcenter/beep";

    /// <summary>
    /// How long the caller has for a key after the question. Default 8 s: older callers look for the keys.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SurveyTime { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the question is asked when keys are pressed that mean nothing. Default 2.</summary>
    [Range(1, 5)]
    public int SurveyAsks { get; set; } = 2;

    /// <summary>A prompt without end counts as finished after this. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan PromptLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Longest ringing obeyed, whatever Routing orders. Default 2 min: a mistake there must not ring all day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan RingLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait in a queue; the caller is told and the call ends as queue-timeout. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "12:00:00")]
    public TimeSpan QueueLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a lease on a node lasts without renewal. Default 3 s: how long calls stand still when their owner dies.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a lease is renewed. Default 1 s: two may fail.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:00:20")]
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node may be out of reach before its lease is offered to other replicas. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan UnreachableLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After this long out of reach the calls of a node end as lost. Default 1 min: a restart takes less.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan NodeLostAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often calls, legs and phones are compared with what is alive. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Hosts that flows may ask by HTTP, by name or address without port. Default none: a flow that anybody may write
    /// must not reach whatever this service reaches.
    /// </summary>
    public string[] FlowHosts { get; set; } = [];

    /// <summary>
    /// The speech engine: a command with spaces between its arguments, which reads a text from its input and writes a
    /// WAV of 16 bits and one channel to its output. <c>{language}</c> stands for the RFC 5646 tag. Default espeak-ng.
    /// </summary>
    [Required]
    public string SpeechCommand { get; set; } = "espeak-ng -v {language} -s 150 --stdin --stdout";

    /// <summary>How long speech may take for a text. Default 5 s: the caller hears nothing meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:30")]
    public TimeSpan SpeechTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Receives by POST what callers enter and agents must not know, such as card numbers; its host must be one of
    /// FlowHosts. Default none: nothing is collected.
    /// </summary>
    public Uri? EntryUri { get; set; }

    /// <summary>How long a caller may take to enter it. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan EntryTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a trunk may say nothing of a number that it dials before the next one is tried. Default 10 s: networks
    /// take some seconds until a phone rings, and a customer is not dialled twice for it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan TrunkAnswerTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a third party's or a supervisor's phone rings. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan TransferRingTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a caller who is handed to an agent waits for that one while they are at work. Default 1 min: most talks
    /// with others end within it, and then anybody is better than nobody.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan TransferWaitTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long Routing may look for an agent of a queue whom another agent asks first. Default 2 min: the caller hears
    /// music meanwhile, and then the agent tells them more than music does.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:30:00")]
    public TimeSpan ConsultWaitTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Longest pause of a recording for card data. Default 5 min: a talk whose pause was forgotten is recorded again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan RecordingPauseLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the caller hears music for an agent whose browser is gone in a talk; then the call is back at the head
    /// of its queue. Default 20 s: a page is loaded anew in less, and nobody waits longer for it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ReconnectTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long phones have to register at a node that has come back; then agents whose phone is not there are
    /// offline. Default 1 min: SIP phones should register again that often.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan PhoneReturnTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a phone that a call could not ring counts as offline, whatever nodes know of it. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PhoneDoubtTime { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RenewInterval >= LeaseTime)
        {
            yield return new ValidationResult("must be shorter than LeaseTime", [nameof(RenewInterval)]);
        }

        if (DialAllowed.Any(prefix => prefix.Length < 2 || prefix[0] != '+' || !prefix[1..].All(char.IsAsciiDigit)))
        {
            yield return new ValidationResult("must be + and digits, each", [nameof(DialAllowed)]);
        }

        foreach (var rule in ValidateBrowsers())
        {
            yield return rule;
        }

        if (Nodes.DistinctBy(node => node.Name).Count() != Nodes.Length)
        {
            yield return new ValidationResult("names a node twice", [nameof(Nodes)]);
        }

        if (Nodes.Select(node => string.IsNullOrEmpty(node.WebSocketUri)).Distinct().Count() > 1)
        {
            yield return new ValidationResult(
                "must be set on all nodes or on none: a browser registers at every node",
                [.. Enumerable.Range(0, Nodes.Length).Where(i => string.IsNullOrEmpty(Nodes[i].WebSocketUri))
                    .Select(i => $"{nameof(Nodes)}:{i}:{nameof(AriNode.WebSocketUri)}")]);
        }

        for (var i = 0; i < Nodes.Length; i++)
        {
            var broken = new List<ValidationResult>();
            Validator.TryValidateObject(Nodes[i], new ValidationContext(Nodes[i]), broken, validateAllProperties: true);
            foreach (var one in broken)
            {
                yield return new ValidationResult(
                    one.ErrorMessage, [.. one.MemberNames.Select(name => $"{nameof(Nodes)}:{i}:{name}")]);
            }
        }
    }
}
