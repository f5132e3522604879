namespace CallCenter.Telephony.Flows;

/// <summary>The sounds of the nodes, as far as this service sees their folders.</summary>
public sealed class SoundFolders(TelephonyOptions options)
{
    /// <summary>Sounds of this prefix lie in the node's folder; others are Asterisk's own.</summary>
    public const string Prefix = "callcenter/";

    /// <summary>Of these sounds those that a node lacks, each with the languages in which it is missing.</summary>
    public IReadOnlyDictionary<string, string> Missing(
        IEnumerable<string> sounds, IReadOnlyCollection<string> languages)
    {
        var folders = options.Nodes.Select(node => node.SoundsDirectory).OfType<string>().ToList();
        return sounds.Distinct().Where(sound => sound.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(sound => (sound, lacking: Lacking(sound)))
            .Where(missing => missing.lacking.Any())
            .ToDictionary(missing => missing.sound, missing => string.Join(", ", missing.lacking));

        IEnumerable<string> Lacking(string sound) => languages
            .Where(language => folders.Any(folder => !File.Exists(PathOf(folder, language, sound))));
    }

    /// <summary>Where a sound of our own lies.</summary>
    public static string PathOf(string folder, string language, string sound) =>
        Path.Combine(folder, language, sound[Prefix.Length..] + ".wav");
}
