using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality;
using CallCenter.Quality.Analyses;
using CallCenter.Quality.Evaluations;

var service = ServiceBuilder.Create("quality", args);
service.AddSchema(typeof(QualityOptions).Assembly);
service.AddSettings<QualityOptions>("Quality");
service.AddRecordings();
service.AddMessaging(hears => hears
    .On<RecordingReady, RecordingReadyConsumer>()
    .On<RecordingDeleted, RecordingDeletedConsumer>());

service.Services.AddSingleton<RecordingReader>();
service.Services.AddHostedService<AnalysisWorker>();

return await service.RunAsync(app => app.MapEvaluationEndpoints());
