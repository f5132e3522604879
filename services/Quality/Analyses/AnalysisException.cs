namespace CallCenter.Quality.Analyses;

/// <summary>A recording could not be analysed.</summary>
public sealed class AnalysisException : Exception
{
    public AnalysisException(string reason, Fault fault, Exception? cause = null)
        : base(reason, cause) => Fault = fault;

    /// <summary>What that means for another try.</summary>
    public Fault Fault { get; }
}

/// <summary>Whose fault it is that a recording could not be analysed.</summary>
public enum Fault
{
    /// <summary>The store's: it is away, or the file has not come yet. Tried again for days.</summary>
    Away,

    /// <summary>The file's, which may be written anew: tried again a few times.</summary>
    Wrong,

    /// <summary>The file's, which is what was said to be stored: trying again cannot help.</summary>
    ForGood,
}
