using CallCenter.Telephony.Trunks;
using Microsoft.AspNetCore.Routing;

namespace CallCenter.Telephony.Nodes;

/// <summary>Nodes, and what every one of them is told.</summary>
public static class NodeParts
{
    public static void MapNodeParts(this IEndpointRouteBuilder app)
    {
        app.MapNodeEndpoints();
        app.MapTrunkEndpoints();
        app.MapDialPermissionEndpoints();
    }
}
