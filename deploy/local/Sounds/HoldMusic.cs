namespace CallCenter.Local.Sounds;

/// <summary>
/// Music for callers who wait: a slow broken chord, computed here so that no recording need be shipped.
/// </summary>
internal static class HoldMusic
{
    private const double NoteSeconds = 0.6;
    private static readonly double[] Notes =
        [261.63, 329.63, 392.00, 523.25, 392.00, 329.63, 293.66, 349.23, 440.00, 349.23];

    public static async Task EnsureAsync(string directory, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, "callcenter.wav");
        if (!File.Exists(path))
        {
            await WaveFile.WriteAsync(path, Samples(), cancellation);
        }
    }

    private static short[] Samples()
    {
        var perNote = (int)(NoteSeconds * WaveFile.Rate);
        var samples = new short[perNote * Notes.Length];
        for (var index = 0; index < samples.Length; index++)
        {
            var inNote = index % perNote;
            // A fast rise and a slow fall, so that a note begins and ends without a click.
            var envelope = Math.Min(1, inNote / 400.0) * (1 - ((double)inNote / perNote));
            var phase = 2 * Math.PI * Notes[index / perNote] * inNote / WaveFile.Rate;
            samples[index] = (short)(6000 * envelope * Math.Sin(phase));
        }

        return samples;
    }
}
