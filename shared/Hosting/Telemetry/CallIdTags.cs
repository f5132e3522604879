using System.Diagnostics;
using OpenTelemetry;

namespace CallCenter.Hosting;

/// <summary>Puts the call's id on every span under the one that was said to belong to it.</summary>
internal sealed class CallIdTags : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        if (data.GetBaggageItem(ServiceActivity.CallId) is { } call)
        {
            data.SetTag(ServiceActivity.CallId, call);
        }
    }
}
