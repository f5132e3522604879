using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using CallCenter.Telephony.Phones;

namespace CallCenter.Telephony;

/// <summary>What agents' browsers need: a way for sound, and Routing.</summary>
public sealed partial class TelephonyOptions
{
    private const int ShortestTurnSecret = 16;

    /// <summary>
    /// Servers by which browsers find their own address: URIs beginning with stun:. Default none: browsers
    /// and switch reach each other directly.
    /// </summary>
    public string[] IceServers { get; set; } = [];

    /// <summary>
    /// Relays for browsers behind firewalls that let no sound through: URIs beginning with turn: or turns:. Default
    /// none.
    /// </summary>
    public string[] TurnServers { get; set; } = [];

    /// <summary>The secret that the relays share with us, 16 characters at least: it makes the accounts.</summary>
    public string TurnSecret { get; set; } = "";

    /// <summary>
    /// How long an account at the relays is good. Default 12 h: a shift; an open page gets newer ones all the while.
    /// </summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan TurnTime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Where agents' browsers reach Routing, ending in /: their page then shows status and wrap-up. Default none. Where
    /// that is another origin, Routing's <c>Http:AllowedOrigins</c> names that of the page.
    /// </summary>
    public string? RoutingUri { get; set; }

    /// <summary>An account at the relays from now on; null where there are none.</summary>
    public TurnAccount? TurnAccount(Guid agentId, DateTimeOffset now) =>
        TurnRules.Account(TurnServers, TurnSecret, agentId, now + TurnTime);

    private IEnumerable<ValidationResult> ValidateBrowsers()
    {
        if (RoutingUri is not null
            && !(Uri.TryCreate(RoutingUri, UriKind.Absolute, out var routing)
                && (routing.Scheme == Uri.UriSchemeHttps || routing.Scheme == Uri.UriSchemeHttp)
                && routing.OriginalString == routing.GetLeftPart(UriPartial.Path)
                && routing.AbsolutePath.EndsWith('/')))
        {
            yield return new ValidationResult(
                "must be an address of http or https that ends in /", [nameof(RoutingUri)]);
        }

        if (IceServers.Any(server => !server.StartsWith("stun:", StringComparison.Ordinal)))
        {
            yield return new ValidationResult("must begin with stun:, each", [nameof(IceServers)]);
        }

        if (TurnServers.Any(server => !TurnUri().IsMatch(server)))
        {
            yield return new ValidationResult(
                "must be turn:host, turns:host, or these with :port and ?transport=udp or tcp, each",
                [nameof(TurnServers)]);
        }

        if (TurnServers.Length > 0 && TurnSecret.Length < ShortestTurnSecret)
        {
            yield return new ValidationResult(
                $"must have {ShortestTurnSecret} characters at least where there are TurnServers",
                [nameof(TurnSecret)]);
        }
    }

    /// <summary>RFC 7065.</summary>
    [GeneratedRegex(@"^turns?:([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?(\?transport=(udp|tcp))?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TurnUri();
}
