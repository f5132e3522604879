namespace CallCenter.Quality.Measuring;

/// <summary>From a stereo recording (left the caller, right the agent) to the measures of the talk.</summary>
public static class Acoustics
{
    /// <summary>Names the way of measuring: stored with every result, so that two can be compared.</summary>
    public const string Version = "acoustics-2";

    private const int FramesAtOnce = 8_192;

    /// <summary>Reads the recording once, front to back. Longer than allowed is refused, not cut.</summary>
    /// <param name="recording">A WAV.</param>
    /// <param name="longest">What is allowed.</param>
    /// <param name="excluding">Parts in which nothing counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<TalkMeasures> MeasureAsync(
        Stream recording, TimeSpan longest, IReadOnlyList<Interval> excluding, CancellationToken cancellation)
    {
        var wav = await StereoWav.OpenAsync(recording, cancellation);
        var meter = new PowerMeter(wav.Rate);
        var (left, right) = (new float[FramesAtOnce], new float[FramesAtOnce]);
        long frames = 0;
        int read;
        while ((read = await wav.ReadAsync(left, right, cancellation)) > 0)
        {
            frames += read;
            if (frames > longest.TotalSeconds * wav.Rate)
            {
                throw new WavFormatException($"longer than {longest.TotalMinutes:0} minutes");
            }

            meter.Add(left.AsSpan(0, read), right.AsSpan(0, read));
        }

        meter.Finish();
        return TalkRules.Measure(
            callerSpeech: SpeechRules.Segments(meter.Power.Left, meter.Echo.Left),
            agentSpeech: SpeechRules.Segments(meter.Power.Right, meter.Echo.Right),
            durationMs: frames * 1000d / wav.Rate,
            excluding);
    }
}
