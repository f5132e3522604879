using System.Buffers.Binary;
using CallCenter.Telephony.Recordings;
using Xunit;

namespace CallCenter.Telephony.Tests.Recordings;

public sealed class StereoWavTests
{
    [Fact]
    public async Task Left_is_the_caller_and_right_the_agent_and_the_shorter_side_ends_in_silence()
    {
        using var caller = Mono(1, 2, 3);
        using var agent = Mono(-1);
        Assert.Equal([1, -1, 2, 0, 3, 0], await MergeAsync(caller, agent));
    }

    [Fact]
    public async Task Lengths_come_from_the_files_and_not_from_their_headers()
    {
        using var caller = Mono(1, 2);
        caller.GetBuffer().AsSpan(40, 4).Clear();
        using var agent = Mono(3, 4);
        Assert.Equal([1, 3, 2, 4], await MergeAsync(caller, agent));
    }

    [Fact]
    public async Task A_missing_side_and_half_a_sample_are_silence()
    {
        using var caller = Mono(1, 2);
        caller.SetLength(caller.Length - 1);
        Assert.Equal([1, 0], await MergeAsync(caller, Stream.Null));
    }

    [Fact]
    public async Task Long_talks_are_merged_block_by_block()
    {
        using var caller = Mono([.. Enumerable.Range(0, 50_000).Select(i => unchecked((short)i))]);
        using var agent = Mono([.. Enumerable.Range(0, 40_000).Select(i => unchecked((short)-i))]);
        var merged = await MergeAsync(caller, agent);
        Assert.Equal(100_000, merged.Length);
        Assert.Equal((unchecked((short)39_999), unchecked((short)-39_999)), (merged[79_998], merged[79_999]));
        Assert.Equal((unchecked((short)45_000), (short)0), (merged[90_000], merged[90_001]));
    }

    [Fact]
    public void A_file_is_closed_when_its_header_knows_its_length()
    {
        using var file = Mono(1, 2, 3);
        Assert.True(StereoWav.IsClosed(file));
        file.GetBuffer().AsSpan(40, 4).Clear();
        Assert.False(StereoWav.IsClosed(file));
        Assert.False(StereoWav.IsClosed(Stream.Null));
    }

    [Fact]
    public void Attempts_slow_down_and_end()
    {
        var noon = DateTimeOffset.UnixEpoch;
        Assert.Equal(TimeSpan.FromSeconds(2), RecordingRules.NextAttempt(1, noFile: false, noon) - noon);
        Assert.Equal(TimeSpan.FromHours(1), RecordingRules.NextAttempt(30, noFile: false, noon) - noon);
        Assert.Null(RecordingRules.NextAttempt(RecordingRules.MaximumAttempts, noFile: false, noon));
        Assert.Null(RecordingRules.NextAttempt(5, noFile: true, noon));
    }

    private static async Task<short[]> MergeAsync(Stream caller, Stream agent)
    {
        using var result = new MemoryStream();
        var samples = await StereoWav.MergeAsync(caller, agent, result, TestContext.Current.CancellationToken);
        var bytes = result.ToArray();
        Assert.Equal(44 + (samples * 4), bytes.Length);
        Assert.Equal((uint)samples * 4, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(40)));
        return [.. Enumerable.Range(0, (int)samples * 2)
            .Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(44 + (i * 2))))];
    }

    private static MemoryStream Mono(params short[] samples)
    {
        var bytes = new byte[44 + (samples.Length * 2)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), (uint)samples.Length * 2);
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + (i * 2)), samples[i]);
        }

        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }
}
