using CallCenter.Contracts.Feedback;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Asides;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Breaks;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Estimating;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Forecasting;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Replaying;
using CallCenter.Routing.Surges;
using CallCenter.Routing.Waiting;

var service = ServiceBuilder.Create("routing", args);
service.AddSchema(typeof(RoutingOptions).Assembly);
service.AddSettings<RoutingOptions>("Routing");
service.AddMessaging(hears => hears
    .On<CallQueued, CallQueuedConsumer>()
    .On<CallLeftQueue, CallLeftQueueConsumer>()
    .On<CallEnded, CallEndedConsumer>()
    .OnAssignments()
    .OnAsides()
    .OnCallbacks()
    .OnPhones()
    .On<CustomerClassChanged, CustomerClassChangedConsumer>());
service.AddFigures().AddSurges();
service.Services.AddSingleton<Matcher>().AddHostedService<MatchWorker>();
service.Services.AddHostedService<DeadlineWorker>();
service.Services.AddHostedService<EstimateWorker>();
service.Services.AddHostedService<ReconcileWorker>();
service.Services.AddHostedService<OverflowWorker>();
service.Services.AddHostedService<CallbackWorker>();
return await service.RunAsync(app =>
{
    app.MapAgentEndpoints();
    app.MapBreakEndpoints();
    app.MapQueueEndpoints();
    app.MapSurgeEndpoints();
    app.MapWaitingEndpoints();
    app.MapAssignmentEndpoints();
    app.MapDecisionEndpoints();
    app.MapEstimateEndpoints();
    app.MapLivenessEndpoints();
    app.MapFigureEndpoints();
    app.MapLoadEndpoints();
    app.MapReplayEndpoints();
    app.MapForecastEndpoints();
    app.MapCallbackEndpoints();
});
