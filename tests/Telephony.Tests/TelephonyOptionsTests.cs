using System.ComponentModel.DataAnnotations;
using CallCenter.Telephony.Ari;
using Xunit;

namespace CallCenter.Telephony.Tests;

/// <summary>Settings that the service does not start with.</summary>
public sealed class TelephonyOptionsTests
{
    private const string Socket = "wss://switch.example/ws";

    [Theory]
    [InlineData(null, null)]
    [InlineData(Socket, "wss://other.example/ws")]
    public void Browsers_reach_all_nodes_or_none(string? first, string? second) =>
        Assert.Empty(Broken(first, second));

    [Theory]
    [InlineData(Socket, null, "Nodes:1:WebSocketUri")]
    [InlineData(null, Socket, "Nodes:0:WebSocketUri")]
    [InlineData("", Socket, "Nodes:0:WebSocketUri")]
    public void A_node_that_browsers_do_not_reach_beside_one_that_they_do_is_named(
        string? first, string? second, string field)
    {
        var broken = Assert.Single(Broken(first, second));
        Assert.Equal([field], broken.MemberNames);
        Assert.Contains("on all nodes or on none", broken.ErrorMessage, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ValidationResult> Broken(string? first, string? second)
    {
        var options = new TelephonyOptions { Nodes = [Node("one", first), Node("two", second)] };
        return
        [
            .. options.Validate(new ValidationContext(options))
                .Where(rule => rule.MemberNames.Any(name => name.EndsWith("WebSocketUri", StringComparison.Ordinal))),
        ];
    }

    private static AriNode Node(string name, string? socket) => new()
    {
        Name = name,
        AriUri = new Uri("http://127.0.0.1:8088/ari/"),
        Password = "secret",
        AmiPassword = "secret",
        Registrar = "127.0.0.1:5060",
        RecordingDirectory = "/var/spool/asterisk/monitor",
        WebSocketUri = socket,
    };
}
