using CallCenter.Hosting;

namespace CallCenter.Telephony.Trunks;

/// <summary>What a role may dial, and through which trunks.</summary>
public sealed record DialPermission
{
    public required Guid PermissionId { get; init; }

    public required string Role { get; init; }

    /// <summary>Beginnings of E.164 numbers.</summary>
    public required string[] Prefixes { get; init; }

    /// <summary>Empty: through any.</summary>
    public Guid[] TrunkIds { get; init; } = [];
}

/// <summary>What a client may say of a permission.</summary>
public sealed record DialPermissionRequest
{
    /// <summary>agent, supervisor or administrator.</summary>
    public string? Role { get; init; }

    /// <summary>1 to 200 beginnings of E.164 numbers, each + and 1 to 15 digits.</summary>
    public string[]? Prefixes { get; init; }

    /// <summary>At most 50 trunks; any when absent or empty.</summary>
    public Guid[]? TrunkIds { get; init; }
}

/// <summary>Checks what is said of a permission.</summary>
public static class DialPermissionRules
{
    /// <summary>The roles that ask for something to be dialled.</summary>
    public static IReadOnlyList<string> Roles { get; } =
        [Hosting.Roles.Agent, Hosting.Roles.Supervisor, Hosting.Roles.Administrator];

    /// <summary>Those of them that somebody has.</summary>
    public static IReadOnlyList<string> RolesOf(Func<string, bool> has) => [.. Roles.Where(has)];

    /// <summary>The permission, or the field and the rule it breaks.</summary>
    public static (DialPermission? Permission, string Field, string Rule) Read(
        Guid permissionId, DialPermissionRequest request)
    {
        if (!Roles.Contains(request.Role, StringComparer.Ordinal))
        {
            return (null, "role", $"must be one of {string.Join(", ", Roles)}");
        }

        if (request.Prefixes is not { Length: >= 1 and <= 200 } || !request.Prefixes.All(TrunkRules.IsPrefix))
        {
            return (null, "prefixes", "must be 1 to 200 beginnings of numbers, each + and 1 to 15 digits");
        }

        if (request.TrunkIds is { Length: > 50 })
        {
            return (null, "trunkIds", "must be at most 50 UUIDs of trunks");
        }

        return (
            new DialPermission
            {
                PermissionId = permissionId, Role = request.Role!, Prefixes = request.Prefixes,
                TrunkIds = request.TrunkIds ?? [],
            },
            "", "");
    }
}
