using System.Text.Json;
using Dapper;
using Npgsql;

namespace CallCenter.Quality.Forms;

public static class FormStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The active version of each form, the first form first.</summary>
    public static async Task<IReadOnlyList<EvaluationForm>> ActiveAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<FormRow>(new CommandDefinition(
            "select form_id, version, name, sections from evaluation_form where active order by form_id",
            cancellationToken: cancellation));
        return [.. rows.Select(row => new EvaluationForm
        {
            FormId = row.FormId,
            Version = row.Version,
            Name = row.Name,
            Sections = JsonSerializer.Deserialize<List<FormSection>>(row.Sections, Json)!,
        })];
    }

    private sealed record FormRow
    {
        public Guid FormId { get; init; }

        public int Version { get; init; }

        public string Name { get; init; } = "";

        public string Sections { get; init; } = "";
    }
}
