using CallCenter.Local.Phones;
using Xunit;

namespace CallCenter.Local.Tests.Phones;

public sealed class TonesTests
{
    [Theory]
    [InlineData(G711.Pcmu)]
    [InlineData(G711.Pcma)]
    public void A_sample_survives_its_codec_within_its_step(int codec)
    {
        var samples = new short[1];
        for (var sample = -32_000; sample <= 32_000; sample += 7)
        {
            G711.Decode(codec, [G711.Encode(codec, (short)sample)], samples);
            Assert.InRange(Math.Abs(samples[0] - sample), 0, 16 + (Math.Abs(sample) / 16));
        }
    }

    [Theory]
    [InlineData(G711.Pcmu)]
    [InlineData(G711.Pcma)]
    public void Every_code_is_encoded_back_to_itself(int codec)
    {
        var samples = new short[1];
        for (var code = 0; code < 256; code++)
        {
            G711.Decode(codec, [(byte)code], samples);
            var again = G711.Encode(codec, samples[0]);

            // PCMU has two codes for zero.
            Assert.True(again == code || samples[0] == 0, $"{code} became {again}");
        }
    }

    [Theory]
    [InlineData(440, G711.Pcmu)]
    [InlineData(1_000, G711.Pcma)]
    [InlineData(2_531, G711.Pcmu)]
    public void The_strongest_frequency_is_the_one_that_was_sent(double hz, int codec)
    {
        var samples = new short[Tones.SampleRate];
        G711.Decode(codec, Tones.Encode(hz, codec), samples);

        Assert.InRange(Tones.StrongestHz(samples.AsSpan(0, 1_600), Tones.SampleRate), hz - 2, hz + 2);
        Assert.True(Tones.Share(samples, hz, Tones.SampleRate) > 0.98);
        Assert.True(Tones.Share(samples, hz + 100, Tones.SampleRate) < 0.01);
    }

    [Fact]
    public void Silence_has_no_frequency() => Assert.Equal(0, Tones.StrongestHz(new short[800], Tones.SampleRate));
}
