using CallCenter.Hosting;

namespace CallCenter.Routing.Surges;

/// <summary>Adds surges: what switches them, and who ends them in time.</summary>
public static class SurgesSetup
{
    public static ServiceBuilder AddSurges(this ServiceBuilder service)
    {
        service.Services.AddSingleton<SurgeSwitch>();
        service.Services.AddHostedService<SurgeWorker>();
        return service;
    }
}
