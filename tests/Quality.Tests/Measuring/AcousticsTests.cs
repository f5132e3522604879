using CallCenter.Quality.Measuring;
using Xunit;

namespace CallCenter.Quality.Tests.Measuring;

public sealed class AcousticsTests
{
    private const double ToleranceMs = 30;

    private static void Near(double expectedMs, double measuredMs) =>
        Assert.InRange(measuredMs, expectedMs - ToleranceMs, expectedMs + ToleranceMs);

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    public async Task The_published_example_as_tones_comes_out_within_30_ms(int rate)
    {
        var talk = await SyntheticWav.Talk(
            42, [(6.9, 9.0), (12, 12.4), (21.5, 24)], [(0, 6.5), (8.7, 20), (23, 41)], rate).MeasureAsync();

        Near(35_800, talk.AgentTalkMs);
        Near(5_000, talk.CallerTalkMs);
        Near(1_700, talk.OverlapMs);
        Near(1_900, talk.SilenceMs);
        Near(1_500, talk.LongestSilenceMs);
        Assert.Equal((3, 2), (talk.AgentTurns, talk.CallerTurns));
        Assert.Equal((1, 0), (talk.Evidence.AgentInterruptions.Count, talk.Evidence.CallerInterruptions.Count));
        Assert.Equal(42_000, talk.DurationMs);
    }

    [Theory]
    [InlineData(1.003, 2.511)]
    [InlineData(1.0005, 1.2)]
    [InlineData(.0, 1.9963)]
    [InlineData(2.2222, 3.0)]
    public async Task Edges_between_the_blocks_are_found(double from, double to)
    {
        var talk = await SyntheticWav.Talk(3, [(from, to)], []).MeasureAsync();

        var speech = Assert.Single(talk.Evidence.Caller);
        Near(from * 1000, speech.StartMs);
        Near(to * 1000, speech.EndMs);
    }

    [Fact]
    public async Task A_click_is_no_word_and_a_breath_no_pause()
    {
        var talk = await SyntheticWav.Talk(5, [(1, 1.06)], [(1, 2), (2.25, 3)]).MeasureAsync();

        Assert.Empty(talk.Evidence.Caller);
        Assert.Single(talk.Evidence.Agent);
    }

    [Fact]
    public async Task Noise_alone_is_no_speech()
    {
        var talk = await new SyntheticWav(30).MeasureAsync();

        Assert.Null(talk.AgentTalkShare);
        Assert.Equal(0, talk.SpokenMs);
    }

    [Fact]
    public async Task A_noisy_line_is_no_speech_and_a_voice_on_it_is()
    {
        // Noise at about -43 dBFS: louder than the quietest speech, 25 dB below the voice.
        var talk = await new SyntheticWav(30).Babble(0, 0, 30, 0, .025, seed: 1).Tone(0, 10, 14, 440).MeasureAsync();

        Near(10_000, Assert.Single(talk.Evidence.Caller).StartMs);
        Near(4_000, talk.CallerTalkMs);
    }

    [Fact]
    public async Task A_voice_that_leaks_into_the_other_channel_is_counted_once()
    {
        var talk = await new SyntheticWav(10)
            .Babble(0, 1, 6, delaySeconds: 0, gain: .6, seed: 3)
            .Babble(1, 1, 6, delaySeconds: .012, gain: .06, seed: 3)
            .MeasureAsync();

        Near(5_000, talk.CallerTalkMs);
        Assert.Equal(0, talk.AgentTalkMs);
    }

    [Fact]
    public async Task A_faint_voice_of_ones_own_is_no_leak()
    {
        var talk = await new SyntheticWav(10)
            .Babble(0, 1, 6, delaySeconds: 0, gain: .6, seed: 3)
            .Babble(1, 1, 6, delaySeconds: 0, gain: .06, seed: 4)
            .MeasureAsync();

        Near(5_000, talk.AgentTalkMs);
    }

    [Fact]
    public async Task An_empty_recording_has_measures_without_speech()
    {
        var talk = await new SyntheticWav(0).MeasureAsync();

        Assert.Equal((0d, (double?)null), (talk.DurationMs, talk.AgentTalkShare));
    }

    [Fact]
    public async Task A_longer_recording_than_allowed_is_refused()
    {
        using var stream = new MemoryStream(new SyntheticWav(5).Bytes());

        await Assert.ThrowsAsync<WavFormatException>(() =>
            Acoustics.MeasureAsync(stream, TimeSpan.FromSeconds(4), [], CancellationToken.None));
    }
}
