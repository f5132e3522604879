namespace CallCenter.Routing.Agents;

/// <summary>How well an agent knows a skill: 1 knows it, 5 is expert.</summary>
public static class SkillLevels
{
    public const int Lowest = 1;
    public const int Usual = 3;
    public const int Highest = 5;

    /// <summary>The levels in the order of the skills, as they are stored.</summary>
    public static short[] InOrderOf(IReadOnlyList<string> skills, IReadOnlyDictionary<string, int> levels) =>
        [.. skills.Select(skill => (short)levels.GetValueOrDefault(skill, Usual))];

    public static (string Field, string Rule)? Problem(
        IReadOnlyDictionary<string, int> levels, IReadOnlyList<string> skills) =>
        levels.FirstOrDefault(pair => pair.Value is < Lowest or > Highest).Key is { } wrong
            ? ($"levels.{wrong}", "must be 1 to 5")
        : levels.Keys.FirstOrDefault(name => !skills.Contains(name)) is { } unknown
            ? ($"levels.{unknown}", "is not a skill of the agent")
        : null;
}
