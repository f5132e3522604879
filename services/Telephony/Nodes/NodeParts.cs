using CallCenter.Telephony.Lines;
using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Routing;

namespace CallCenter.Telephony.Nodes;

/// <summary>Nodes, what every one of them is told, and how good their lines are.</summary>
public static class NodeParts
{
    public static void MapNodeParts(this IEndpointRouteBuilder app)
    {
        app.MapNodeEndpoints();
        app.MapTrunkEndpoints();
        app.MapLineEndpoints();
        app.MapDialPermissionEndpoints();
    }
}
