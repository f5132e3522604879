namespace CallCenter.Quality.Analyses;

/// <summary>A recording could not be analysed.</summary>
public sealed class AnalysisException : Exception
{
    public AnalysisException(string reason, bool forGood, Exception? cause = null)
        : base(reason, cause) => ForGood = forGood;

    /// <summary>Trying again cannot help: the file is what was said to be stored, and it is no good.</summary>
    public bool ForGood { get; }
}
