using CallCenter.Telephony.Devices;
using Microsoft.AspNetCore.Routing;

namespace CallCenter.Telephony.Phones;

/// <summary>All that an agent's phone needs by HTTP.</summary>
public static class PhoneParts
{
    public static void MapPhoneParts(this IEndpointRouteBuilder app)
    {
        app.MapPhoneEndpoints();
        app.MapAgentCallEndpoints();
        app.MapDeviceEndpoints();
        app.MapPhonePage();
    }
}
