using System.Net;
using CallCenter.Hosting;
using CallCenter.Telephony.Devices;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

/// <summary>What browsers measure of themselves.</summary>
public sealed partial class PhonesInBrowsersTests
{
    [Fact]
    public async Task A_check_is_judged_and_kept_with_its_evidence()
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        for (var i = 0; i < DeviceStore.Kept; i++)
        {
            await PostAsync(
                agent, $"/agents/{agentId}/device-checks",
                """{"microphoneDb":-12.5,"codecs":["opus"],"webSocketMs":15,"userAgent":"Tests"}""", HttpStatusCode.OK);
        }

        var last = await PostAsync(
            agent, $"/agents/{agentId}/device-checks", """{"codecs":["opus","pcmu"],"webSocketMs":9000}""",
            HttpStatusCode.OK);
        Assert.False(last.GetProperty("passed").GetBoolean());
        var kept = await AskAsync(agent, $"/agents/{agentId}/device-checks", HttpStatusCode.OK);
        Assert.Equal(DeviceStore.Kept, kept.GetArrayLength());
        Assert.Equal(last.GetProperty("checkId").GetGuid(), kept[0].GetProperty("checkId").GetGuid());
        Assert.Equal(["no-microphone", "slow-network"], kept[0].GetProperty("faults").EnumerateArray()
            .Select(fault => fault.GetString()));
        Assert.True(kept[1].GetProperty("passed").GetBoolean());
        Assert.Equal(-12.5, kept[1].GetProperty("measured").GetProperty("microphoneDb").GetDouble());
    }

    [Theory]
    [InlineData("""{"microphoneDb":1,"codecs":[]}""", "microphoneDb")]
    [InlineData("""{"microphoneDb":-5}""", "codecs")]
    [InlineData("""{"codecs":["<b>"]}""", "codecs")]
    [InlineData("""{"codecs":[],"webSocketMs":-1}""", "webSocketMs")]
    [InlineData("""{"codecs":[],"userAgent":"a\nb"}""", "userAgent")]
    public async Task A_broken_check_is_told_its_field(string body, string field)
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        var refused = await PostAsync(agent, $"/agents/{agentId}/device-checks", body, HttpStatusCode.BadRequest);
        Assert.True(refused.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Nobody_checks_the_device_of_another()
    {
        var agentId = await AddAgentAsync();
        using var other = _service.ClientOfAgent(Guid.CreateVersion7());
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        var path = $"/agents/{agentId}/device-checks";
        await PostAsync(other, path, """{"codecs":[]}""", HttpStatusCode.Forbidden);
        await AskAsync(other, path, HttpStatusCode.Forbidden);
        await PostAsync(
            supervisor, $"/agents/{Guid.CreateVersion7()}/device-checks", """{"codecs":[]}""",
            HttpStatusCode.NotFound);
    }
}
