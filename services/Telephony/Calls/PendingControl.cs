using System.Text.Json.Serialization;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>A control that is answered when the switch has obeyed.</summary>
public sealed record PendingControl
{
    public required Guid ControlId { get; init; }

    /// <summary>What was asked. It may hold digits and a number: in the memory of the owner only.</summary>
    [JsonIgnore]
    public CallControl? Control { get; init; }
}
