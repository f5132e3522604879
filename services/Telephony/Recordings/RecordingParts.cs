using CallCenter.Hosting;
using CallCenter.Telephony.Checking;
using CallCenter.Telephony.Listening;
using CallCenter.Telephony.Retention;
using CallCenter.Telephony.Voicemails;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Telephony.Recordings;

/// <summary>Everything about recordings but the recording itself: keeping, hearing, deleting, checking.</summary>
public static class RecordingParts
{
    public static void AddRecordingParts(this ServiceBuilder service)
    {
        service.Services.AddSingleton<OggMaker>();
        service.Services.AddSingleton<DiskGuard>();
        service.Services.AddHealthChecks().AddCheck<DiskCheck>("disks", tags: ["ready"]);
        service.Services.AddHostedService<RecordingWorker>();
        service.Services.AddHostedService<SpoolWorker>();
        service.Services.AddHostedService<DeletionWorker>();
        service.Services.AddHostedService<CheckWorker>();
    }

    public static void MapRecordingParts(this IEndpointRouteBuilder app)
    {
        app.MapRecordingEndpoints();
        app.MapVoicemailEndpoints();
        app.MapListeningEndpoints();
        app.MapHoldEndpoints();
        app.MapRetentionEndpoints();
        app.MapDeletionEndpoints();
        app.MapCheckEndpoints();
    }
}
