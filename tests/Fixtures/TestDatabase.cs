namespace CallCenter.Fixtures;

/// <summary>A fresh database of one service; empty until its schema is applied.</summary>
public sealed record TestDatabase
{
    public required string Name { get; init; }

    /// <summary>The role that the service runs as; it is the service's name.</summary>
    public required string ApplicationRole { get; init; }

    /// <summary>As the service: no DDL.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>As the owner: for the schema only.</summary>
    public required string MigrationConnectionString { get; init; }
}
