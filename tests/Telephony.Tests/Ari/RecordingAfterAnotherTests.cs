using System.Runtime.InteropServices;
using CallCenter.Fixtures;
using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Tests.Controls;
using CallCenter.Telephony.Tests.Houses;
using Xunit;

namespace CallCenter.Telephony.Tests.Ari;

/// <summary>Recordings of one leg, one right after the other, on a real Asterisk.</summary>
public sealed class RecordingAfterAnotherTests(Servers servers)
{
    private const int Times = 8;

    [Fact]
    public async Task Recordings_that_begin_right_after_another_one_have_both_sides()
    {
        await using var house = await ControlledHouse.StartAsync(servers);
        var talk = await house.TalkAsync();
        var bridges = await house.House.Asterisk.GetAsync("bridges", House.Cancellation);
        var leg = bridges.EnumerateArray()
            .SelectMany(bridge => bridge.GetProperty("channels").EnumerateArray())
            .Select(channel => channel.GetString()!)
            .Single(id => id.StartsWith("local-", StringComparison.Ordinal));
        var node = house.House.Options.Nodes[0];
        using var recorder = new AmiClient(node, TimeProvider.System);
        for (var i = 0; i < Times; i++)
        {
            Assert.True(await recorder.StopRecordingAsync(leg, House.Cancellation));
            Assert.True(await recorder.StartRecordingAsync(leg, $"{i}-r.wav", $"{i}-t.wav", House.Cancellation));
            var heard = talk.Caller.Media.Counters.Received;
            await House.UntilAsync(
                () => Task.FromResult(talk.Caller.Media.Counters.Received >= heard + 25), "half a second of talk");
        }

        Assert.True(await recorder.StopRecordingAsync(leg, House.Cancellation));
        for (var i = 0; i < Times; i++)
        {
            Assert.True(await HasSoundAsync(node, $"{i}-r.wav"), $"the caller in recording {i}");
            Assert.True(await HasSoundAsync(node, $"{i}-t.wav"), $"the agent in recording {i}");
        }
    }

    private static async Task<bool> HasSoundAsync(AriNode node, string file)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(node.RecordingDirectory, file), House.Cancellation);
        return MemoryMarshal.Cast<byte, short>(bytes.AsSpan(44)).ContainsAnyExceptInRange((short)-1000, (short)1000);
    }
}
