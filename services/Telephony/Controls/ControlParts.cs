using CallCenter.Telephony.Supervising;
using Microsoft.AspNetCore.Routing;

namespace CallCenter.Telephony.Controls;

/// <summary>What is asked of calls on the line, and what is known of who listened to them.</summary>
public static class ControlParts
{
    public static void MapControlParts(this IEndpointRouteBuilder app)
    {
        app.MapControlEndpoints();
        app.MapSupervisionEndpoints();
    }
}
