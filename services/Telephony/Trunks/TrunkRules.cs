using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CallCenter.Hosting;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Trunks;

/// <summary>Checks what is said of a trunk. What passes is harmless in Asterisk's words.</summary>
public static partial class TrunkRules
{
    private static readonly string[] Transports = ["udp", "tcp", "tls"];
    private static readonly string[] Encryptions = ["none", "sdes"];
    private static readonly string[] KnownCodecs = ["ulaw", "alaw", "g722", "opus"];
    private static readonly string[] Formats = ["e164", "digits"];
    private static readonly string[] Shown = ["from", "identity"];

    /// <summary>The field and the rule that a request breaks; null when it breaks none.</summary>
    /// <param name="request">What is said.</param>
    /// <param name="hasPassword">A password of this trunk is kept.</param>
    public static (string Field, string Rule)? Refusal(TrunkRequest request, bool hasPassword) =>
        Identity(request) ?? Account(request, hasPassword) ?? Media(request) ?? Limits(request)
        ?? (request.CallerId is { } callerId ? CallerId(callerId) : null);

    /// <summary>The trunk that a request without faults describes.</summary>
    public static Trunk Of(Guid trunkId, TrunkRequest request) => new()
    {
        TrunkId = trunkId,
        Name = request.Name!,
        Rank = request.Rank ?? 0,
        Mode = request.Mode!,
        Addresses = request.Addresses!,
        AcceptFrom = request.AcceptFrom ?? [],
        Transport = request.Transport ?? "udp",
        Srtp = request.Srtp ?? "none",
        Username = request.Username,
        Codecs = request.Codecs ?? ["alaw", "ulaw"],
        MaxCalls = request.MaxCalls ?? 30,
        MaxIncoming = request.MaxIncoming,
        MaxCallsPerSecond = request.MaxCallsPerSecond ?? 5,
        CallerId = new TrunkCallerId
        {
            Allowed = request.CallerId?.Allowed ?? [],
            Number = request.CallerId?.Number,
            Format = request.CallerId?.Format ?? "e164",
            Header = request.CallerId?.Header ?? "from",
        },
        QualifySeconds = request.QualifySeconds ?? 30,
        ExpirySeconds = request.ExpirySeconds ?? 300,
    };

    /// <summary>A beginning of E.164 numbers: + and 1 to 15 digits.</summary>
    public static bool IsPrefix(string? prefix) =>
        prefix is { Length: >= 2 and <= 16 } && prefix[0] == '+' && prefix[1..].All(char.IsAsciiDigit);

    private static (string, string)? Identity(TrunkRequest request) => request switch
    {
        _ when request.Name is null || !FlowNames.IsName(request.Name) => ("name", FlowNames.NameRule),
        { Rank: < 0 or > 1000 } => ("rank", "must be from 0 to 1000"),
        _ when request.Mode is not (TrunkModes.Address or TrunkModes.Register) =>
            ("mode", "must be address or register"),
        _ when request.Addresses is not { Length: >= 1 and <= 8 } || !request.Addresses.All(IsAddress) =>
            ("addresses", "must be 1 to 8 hosts, each with a port from 1 to 65535 or without"),
        { AcceptFrom: { } from } when from.Length > 32 || !from.All(IsNetwork) =>
            ("acceptFrom", "must be at most 32 IP addresses or networks such as 192.0.2.0/28, none wider than /8"),
        _ => null,
    };

    private static (string, string)? Account(TrunkRequest request, bool hasPassword) => request switch
    {
        { Username: { } name } when !Name().IsMatch(name) =>
            ("username", "must be 1 to 64 letters, digits, and + - . _ @"),
        { Username: null, Mode: TrunkModes.Register } => ("username", "must be given where mode is register"),
        { Password: { } password } when password.Length is < 1 or > 128 || password.Any(c => c is < '!' or > '~') =>
            ("password", "must be 1 to 128 printable ASCII characters without spaces"),
        { Username: not null, Password: null } when !hasPassword =>
            ("password", "must be given with a username, the first time"),
        { Username: null, Password: not null } => ("username", "must be given with a password"),
        _ => null,
    };

    private static (string, string)? Media(TrunkRequest request) => request switch
    {
        { Transport: { } transport } when !Transports.Contains(transport) =>
            ("transport", "must be udp, tcp or tls"),
        { Srtp: { } srtp } when !Encryptions.Contains(srtp) => ("srtp", "must be none or sdes"),
        { Srtp: "sdes" } when request.Transport != "tls" =>
            ("srtp", "must be none unless transport is tls: its keys travel in the signalling"),
        { Codecs: { } codecs } when codecs.Length is < 1 or > 4 || codecs.Distinct().Count() != codecs.Length
            || !codecs.All(KnownCodecs.Contains) =>
            ("codecs", "must be 1 to 4 different ones of ulaw, alaw, g722 and opus"),
        _ => null,
    };

    private static (string, string)? Limits(TrunkRequest request) => request switch
    {
        { MaxCalls: < 1 or > 10_000 } => ("maxCalls", "must be from 1 to 10000"),
        { MaxIncoming: < 1 or > 10_000 } => ("maxIncoming", "must be from 1 to 10000"),
        { MaxCallsPerSecond: < 1 or > 1_000 } => ("maxCallsPerSecond", "must be from 1 to 1000"),
        { QualifySeconds: < 0 or (> 0 and < 5) or > 3_600 } => ("qualifySeconds", "must be 0 or from 5 to 3600"),
        { ExpirySeconds: < 60 or > 7_200 } => ("expirySeconds", "must be from 60 to 7200"),
        _ => null,
    };

    private static (string, string)? CallerId(TrunkCallerIdRequest callerId) => callerId switch
    {
        { Allowed: { } allowed } when allowed.Length > 100 || !allowed.All(IsPrefix) =>
            ("callerId.allowed", "must be at most 100 beginnings of numbers, each + and 1 to 15 digits"),
        { Number: { } number } when CallerReference.Normalise(number) != number =>
            ("callerId.number", "must be an E.164 number: + and 7 to 15 digits"),
        { Format: { } format } when !Formats.Contains(format) => ("callerId.format", "must be e164 or digits"),
        { Header: { } header } when !Shown.Contains(header) => ("callerId.header", "must be from or identity"),
        _ => null,
    };

    private static bool IsAddress(string? address) =>
        address is not null && Address().Match(address) is { Success: true } match
        && (!match.Groups["port"].Success
            || int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture) is >= 1 and <= 65_535);

    private static bool IsNetwork(string? network) =>
        network is not null
        && (IPNetwork.TryParse(network, out var parsed)
            ? parsed.PrefixLength >= 8
            : IPAddress.TryParse(network, out var address) && address.ToString() == network);

    [GeneratedRegex(
        "^[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(:(?<port>[0-9]{1,5}))?\\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("^[A-Za-z0-9+._@-]{1,64}\\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
