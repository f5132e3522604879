using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CallCenter.Local.Calls;

/// <summary>A demo call from its INVITE to its complaint, as <c>call --json</c> prints it.</summary>
public sealed record CallReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Guid? CallId { get; init; }

    /// <summary>The one trace that all services' spans of this call share.</summary>
    public string? TraceId { get; init; }

    /// <summary>Everything checked is so.</summary>
    public bool Passed => Checks.Count > 0 && Checks.All(check => check.Holds);

    /// <summary>In the order in which they were said.</summary>
    public required IReadOnlyList<ReportedEvent> Events { get; init; }

    public StereoRecording? Recording { get; init; }

    public JsonElement? Evaluation { get; init; }

    public JsonElement? Complaint { get; init; }

    public required IReadOnlyList<CallCheck> Checks { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>An event of the call.</summary>
public sealed record ReportedEvent
{
    /// <summary>CloudEvents id: the same wherever the event is read.</summary>
    public required Guid Id { get; init; }

    public required string Service { get; init; }

    /// <summary>Name of the contract.</summary>
    public required string Name { get; init; }

    /// <summary>CloudEvents type.</summary>
    public required string Type { get; init; }

    public required string Subject { get; init; }

    [JsonPropertyName("subjectseq")]
    public required long SubjectSeq { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When it was heard, in milliseconds after the INVITE.</summary>
    public required double Ms { get; init; }

    public required JsonElement Data { get; init; }
}
