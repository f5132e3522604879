namespace CallCenter.Local.Backing;

/// <summary>How much a database keeps through a power cut.</summary>
public enum Durability
{
    /// <summary>As in production: everything that was acknowledged.</summary>
    Production,

    /// <summary>For tests: everything through kill -9, nothing through a power cut; much faster.</summary>
    Test,
}
