using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality;
using CallCenter.Quality.Analyses;
using CallCenter.Quality.Evaluations;
using CallCenter.Quality.Pauses;

var service = ServiceBuilder.Create("quality", args);
service.AddSchema(typeof(QualityOptions).Assembly);
service.AddSettings<QualityOptions>("Quality");
service.AddRecordings();
service.AddMessaging(hears => hears
    .On<RecordingReady, RecordingReadyConsumer>()
    .On<RecordingDeleted, RecordingDeletedConsumer>()
    .On<CallHeld, CallHeldConsumer>()
    .On<CallResumed, CallResumedConsumer>()
    .On<RecordingPaused, RecordingPausedConsumer>()
    .On<RecordingResumed, RecordingResumedConsumer>());

service.Services.AddSingleton<RecordingReader>();
service.Services.AddHostedService<AnalysisWorker>();

return await service.RunAsync(app =>
{
    app.MapEvaluationEndpoints();
    app.MapAnalysisEndpoints();
});
