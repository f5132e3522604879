using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.CallingOut;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Recordings;
using CallCenter.Telephony.Speech;
using CallCenter.Telephony.Waiting;
using Microsoft.Extensions.DependencyInjection;

var service = ServiceBuilder.Create("telephony", args);
service.AddSchema(typeof(TelephonyOptions).Assembly);
service.AddSettings<TelephonyOptions>("Telephony");
service.AddSettings<CallerReferenceOptions>("CallerReference");
service.AddRecordings();
service.AddMessaging(hears => hears
    .On<CallAssigned, CallAssignedConsumer>()
    .On<AssignmentRescinded, AssignmentRescindedConsumer>()
    .On<CallMoved, CallMovedConsumer>()
    .On<CallNotRoutable, CallNotRoutableConsumer>()
    .On<CallPositionChanged, CallPositionChangedConsumer>()
    .On<CallbackDue, CallbackDueConsumer>()
    .On<CallbackEnded, CallbackEndedConsumer>()
    .On<QueueChanged, QueueChangedConsumer>()
    .On<AgentAdded, AgentAddedConsumer>()
    .On<AgentChanged, AgentChangedConsumer>()
    .On<AgentRemoved, AgentRemovedConsumer>());
service.Services.AddSingleton<Switchboard>();
service.Services.AddSingleton<OwnerNotices>();
service.Services.AddSingleton<FlowLibrary>();
service.Services.AddSingleton<WebQuestions>();
service.Services.AddSingleton<SpeechEngine>();
service.Services.AddSingleton<FlowServices>();
service.Services.AddSingleton<SoundFolders>();
service.Services.AddSingleton<CallOrderRecording>();
service.Services.AddSingleton<NodeServices>();
service.Services.AddHealthChecks().AddCheck<OwnNodesCheck>("nodes", tags: ["ready"]);
service.Services.AddHostedService<NodeWorker>();
service.Services.AddHostedService<OwnerNoticeWorker>();
service.AddRecordingParts();
return await service.RunAsync(app =>
{
    app.MapNumberEndpoints();
    app.MapFlowEndpoints();
    app.MapCalendarEndpoints();
    app.MapPhoneParts();
    app.MapCallEndpoints();
    app.MapOutboundEndpoints();
    app.MapControlParts();
    app.MapCallbackEndpoints();
    app.MapNodeParts();
    app.MapRecordingParts();
});
