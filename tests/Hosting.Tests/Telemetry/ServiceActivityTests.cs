using System.Diagnostics;
using Xunit;

namespace CallCenter.Hosting.Tests.Telemetry;

public class ServiceActivityTests
{
    [Theory]
    [InlineData("call/01990000-0000-7000-8000-000000000001", "01990000-0000-7000-8000-000000000001")]
    [InlineData("agent/01990000-0000-7000-8000-000000000001", null)]
    [InlineData("call/nonsense", null)]
    public void A_span_belongs_to_the_call_that_is_its_subject(string subject, string? call)
    {
        using var activity = new Activity("hear").Start();

        ServiceActivity.OfSubject(subject);

        Assert.Equal(call, activity.GetTagItem(ServiceActivity.CallId));
        Assert.Equal(call, activity.GetBaggageItem(ServiceActivity.CallId));
    }
}
