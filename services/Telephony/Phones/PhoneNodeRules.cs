using CallCenter.Telephony.Ari;
using CallCenter.Telephony.Nodes;

namespace CallCenter.Telephony.Phones;

/// <summary>At which nodes a phone registers.</summary>
public static class PhoneNodeRules
{
    /// <summary>
    /// All that are reached and not drained, in the order of the settings, then the drained ones with calls. Where all
    /// are drained, all that are reached; while none is reached those that have an owner at least.
    /// </summary>
    public static IReadOnlyList<NodeForPhones> Choose(
        IReadOnlyList<AriNode> nodes, IReadOnlyList<NodeForPhones> known, string kind)
    {
        var fit = nodes.Where(node => kind == PhoneKinds.Sip || node.WebSocketUri is not null)
            .Select(node => known.FirstOrDefault(one => one.Name == node.Name)).OfType<NodeForPhones>().ToList();
        List<NodeForPhones> reached = [.. fit.Where(node => node.Reached)];
        List<NodeForPhones> open = [.. reached.Where(node => !node.Drained)];
        return open.Count > 0 ? [.. open, .. reached.Where(node => node is { Drained: true, HasCalls: true })]
            : reached.Count > 0 ? reached : fit;
    }

    /// <summary>What a phone must know of a node.</summary>
    public static PhoneNode Describe(AriNode node, string kind) => new(
        node.Name, node.Registrar, node.Registrar.Split(':')[0],
        kind == PhoneKinds.Browser ? node.WebSocketUri : null);
}
