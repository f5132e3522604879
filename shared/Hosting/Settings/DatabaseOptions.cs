using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>The service's own PostgreSQL database: section <c>Database</c>.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    /// <summary>
    /// Npgsql connection string of the application's role: it reads and writes rows and may not change the schema.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Connection string of the role that owns the database; only <c>migrate</c> uses it.</summary>
    public string? MigrationConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Parses(ConnectionString))
        {
            yield return new ValidationResult(Rule, [nameof(ConnectionString)]);
        }

        if (!string.IsNullOrEmpty(MigrationConnectionString) && !Parses(MigrationConnectionString))
        {
            yield return new ValidationResult(Rule, [nameof(MigrationConnectionString)]);
        }
    }

    private const string Rule =
        "is no connection string; it looks like Host=…;Port=5432;Database=…;Username=…;Password=…";

    private static bool Parses(string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(parsed.Host) && !string.IsNullOrEmpty(parsed.Username);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
