using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Controls;

/// <summary>What may be asked.</summary>
public sealed class ControlRulesTests
{
    private const string Permitted = "+441632960000";
    private static readonly Guid Somebody = new("0190a000-0000-7000-8000-00000000000a");

    public static TheoryData<string, ControlRequest, string?> Requests => new()
    {
        { "nothing", new ControlRequest(), "action" },
        { "another word", new ControlRequest { Action = "Hold" }, "action" },
        { "a hold", new ControlRequest { Action = "hold" }, null },
        { "no keys", new ControlRequest { Action = "keys", Digits = "" }, "digits" },
        { "all keys", new ControlRequest { Action = "keys", Digits = "0123456789*#ABCD" }, null },
        { "too many keys", new ControlRequest { Action = "keys", Digits = new string('1', 33) }, "digits" },
        { "a letter", new ControlRequest { Action = "keys", Digits = "1a" }, "digits" },
        { "no reason", new ControlRequest { Action = "return" }, "reason" },
        { "a sentence", new ControlRequest { Action = "return", Reason = "Call her, please" }, "reason" },
        { "nobody", new ControlRequest { Action = "transfer" }, "queueId" },
        { "two", new ControlRequest { Action = "transfer", QueueId = Somebody, AgentId = Somebody }, "queueId" },
        { "a queue", new ControlRequest { Action = "transfer", QueueId = Somebody }, null },
        { "any agent of a queue", new ControlRequest { Action = "consult", QueueId = Somebody }, null },
        { "an agent", new ControlRequest { Action = "consult", AgentId = Somebody }, null },
        { "a number", new ControlRequest { Action = "consult", Number = Permitted }, null },
        { "a dear number", new ControlRequest { Action = "transfer", Number = "+18005550100" }, "number" },
        { "no number", new ControlRequest { Action = "transfer", Number = "+4416@evil" }, "number" },
        { "spaces", new ControlRequest { Action = "transfer", Number = "+44 1632 960000" }, "number" },
        { "no way", new ControlRequest { Action = "supervise" }, "mode" },
        { "a way", new ControlRequest { Action = "supervise", Mode = "whisper" }, null },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_told_the_field_that_is_wrong(string what, ControlRequest request, string? field)
    {
        Assert.NotEmpty(what);
        Assert.Equal(field, ControlRules.Refusal(request, ["+441632960"])?.Field);
    }

    [Fact]
    public void What_an_action_does_not_need_is_not_kept()
    {
        var request = new ControlRequest { Action = "hold", Digits = "4929", Number = Permitted, Mode = "barge" };
        var control = ControlRules.Ask(Somebody, request, Somebody, Somebody, Permitted, ["agent"]);
        Assert.Equal(new CallControl { ControlId = Somebody, Action = "hold", AgentId = Somebody }, control);
    }
}
