using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Trunks;

/// <summary>Somebody is to be dialled.</summary>
/// <param name="Number">In E.164.</param>
/// <param name="Shown">The number of ours that they are to see.</param>
/// <param name="Roles">Of whoever asked; null: the service itself calls somebody back.</param>
public sealed record DialWish(string Number, string Shown, IReadOnlyList<string>? Roles);

/// <summary>The trunk through which somebody is dialled, or why nobody is.</summary>
/// <param name="Trunk">Null when nobody is dialled.</param>
/// <param name="Shown">What they see, as the provider wants it.</param>
/// <param name="Refusal">not-permitted, no-trunk, caller-id or over-limit; null with a trunk.</param>
public sealed record DialChoice(Trunk? Trunk, string Shown, string? Refusal);

/// <summary>
/// Who may be dialled, and through which trunk: permitted by the installation and to one of the roles, then the first
/// trunk in the order of ranks that may show our number and is within its limits.
/// </summary>
public static class DialRules
{
    /// <summary>Whether anybody of these roles may dial the number through any trunk.</summary>
    public static bool Permits(
        IReadOnlyList<string> allowed, IReadOnlyList<DialPermission> permissions, DialWish wish) =>
        CallbackRules.Permits(allowed, wish.Number)
        && (wish.Roles is null || permissions.Any(permission => Covers(permission, wish)));

    /// <summary>The trunks to be tried, in their order.</summary>
    public static IReadOnlyList<Trunk> InOrder(
        IEnumerable<Trunk> trunks, IReadOnlyList<DialPermission> permissions, DialWish wish) =>
        [
            .. trunks.Where(trunk => wish.Roles is null || permissions.Any(permission =>
                    Covers(permission, wish)
                    && (permission.TrunkIds.Length == 0 || permission.TrunkIds.Contains(trunk.TrunkId))))
                .OrderBy(trunk => trunk.Rank).ThenBy(trunk => trunk.Name, StringComparer.Ordinal)
                .ThenBy(trunk => trunk.TrunkId),
        ];

    /// <summary>Chooses among trunks that are in order.</summary>
    /// <param name="trunks">In their order.</param>
    /// <param name="wish">Who is to be dialled.</param>
    /// <param name="loads">What is dialled through each at present; none where absent.</param>
    /// <param name="tried">Those that have failed for this call.</param>
    public static DialChoice Choose(
        IReadOnlyList<Trunk> trunks, DialWish wish, IReadOnlyDictionary<Guid, TrunkLoad> loads,
        IReadOnlyCollection<Guid> tried)
    {
        var refusal = "no-trunk";
        foreach (var trunk in trunks.Where(trunk => !tried.Contains(trunk.TrunkId)))
        {
            if (Shown(trunk.CallerId, wish.Shown) is not { } shown)
            {
                refusal = "caller-id";
            }
            else if (!Admits(trunk, loads.GetValueOrDefault(trunk.TrunkId) ?? new TrunkLoad(0, 0)))
            {
                refusal = "over-limit";
            }
            else
            {
                return new DialChoice(trunk, shown, Refusal: null);
            }
        }

        return new DialChoice(null, "", refusal);
    }

    /// <summary>Whether one more call is within the limits of a trunk.</summary>
    public static bool Admits(Trunk trunk, TrunkLoad load) =>
        load.Calls < trunk.MaxCalls && load.Begun < trunk.MaxCallsPerSecond;

    /// <summary>What somebody sees who is dialled through a trunk; null when nothing may be shown.</summary>
    public static string? Shown(TrunkCallerId callerId, string wanted)
    {
        var number = wanted.Length > 0
            && (callerId.Allowed.Count == 0
                || callerId.Allowed.Any(prefix => wanted.StartsWith(prefix, StringComparison.Ordinal)))
            ? wanted
            : callerId.Number;
        return callerId.Format == "digits" ? number?.TrimStart('+') : number;
    }

    private static bool Covers(DialPermission permission, DialWish wish) =>
        wish.Roles!.Contains(permission.Role, StringComparer.Ordinal)
        && permission.Prefixes.Any(prefix => wish.Number.StartsWith(prefix, StringComparison.Ordinal));
}
