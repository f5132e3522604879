using CallCenter.Local.Phones;

namespace CallCenter.Local.Sounds;

/// <summary>The tone before a message is recorded: the same in every language.</summary>
public static class Beep
{
    private const double Hz = 1_000;
    private const double Seconds = 0.4;

    public static async Task MakeAsync(string soundsDirectory, CancellationToken cancellation)
    {
        foreach (var language in Prompts.All.Select(prompt => prompt.Language).Distinct())
        {
            var path = Path.Combine(soundsDirectory, language, "beep.wav");
            if (!File.Exists(path))
            {
                await WaveFile.WriteAsync(
                    path, Tones.Sine(Hz, (int)(Seconds * WaveFile.Rate), WaveFile.Rate), cancellation);
            }
        }
    }
}
