using System.ComponentModel.DataAnnotations;

namespace CallCenter.Telephony.Ari;

/// <summary>How one Asterisk node is reached: an entry of <c>Telephony:Nodes</c>.</summary>
public sealed class AriNode
{
    /// <summary>Name of the node: its <c>systemname</c>. Required.</summary>
    [Required]
    [RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "Name must be 1 to 40 of a-z, 0-9 and -.")]
    public string Name { get; set; } = "";

    /// <summary>Address of ARI, ending in <c>/ari/</c>. Required.</summary>
    [Required]
    public Uri? AriUri { get; set; }

    /// <summary>User of ARI. Default callcenter.</summary>
    [Required]
    public string User { get; set; } = "callcenter";

    /// <summary>Password of that user. Required: a secret of the installation.</summary>
    [Required]
    public string Password { get; set; } = "";

    /// <summary>Host of AMI, which starts and stops recordings. Default 127.0.0.1.</summary>
    [Required]
    public string AmiHost { get; set; } = "127.0.0.1";

    /// <summary>Port of AMI. Default 5038.</summary>
    [Range(1, 65535)]
    public int AmiPort { get; set; } = 5038;

    /// <summary>User of AMI. Default callcenter.</summary>
    [Required]
    public string AmiUser { get; set; } = "callcenter";

    /// <summary>Password of that user. Required: a secret of the installation.</summary>
    [Required]
    public string AmiPassword { get; set; } = "";

    /// <summary>What agents' phones register at: <c>host:port</c> (UDP). Required.</summary>
    [Required]
    public string Registrar { get; set; } = "";

    /// <summary>
    /// What agents' browsers register at, <c>wss://host/ws</c> as they see it (<c>ws:</c> on one machine only).
    /// Default none: no browser is a phone.
    /// </summary>
    [RegularExpression(
        "^wss?://[A-Za-z0-9.:_/\\[\\]-]{1,200}$", ErrorMessage = "WebSocketUri must be a ws or wss URI.")]
    public string? WebSocketUri { get; set; }

    /// <summary>
    /// Asterisk's <c>spool/monitor</c> as this service sees it: there it fetches what was recorded. Required.
    /// </summary>
    [Required]
    public string RecordingDirectory { get; set; } = "";

    /// <summary>
    /// The folder behind the sounds named <c>callcenter/…</c> as this service sees it: <c>en/greeting.wav</c> in it
    /// is <c>callcenter/greeting</c> in English. Default none: prompts of flows are not checked, no text is spoken.
    /// </summary>
    public string? SoundsDirectory { get; set; }

    /// <summary>
    /// Name under which this service takes the node's calls; the dialplan names it. One owner at a time: a second
    /// connection under the same name cuts the first one off. Default callcenter.
    /// </summary>
    [Required]
    public string Application { get; set; } = "callcenter";

    /// <summary>Address in the SDP towards phones and trunks, if it has several. Default: Asterisk's choice.</summary>
    public string? MediaAddress { get; set; }
}
