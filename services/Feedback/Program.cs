using CallCenter.Contracts.Quality;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Feedback;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Customers;
using CallCenter.Feedback.Departments;
using CallCenter.Feedback.Evaluations;
using CallCenter.Feedback.Surveys;
using CallCenter.Hosting;
using CallCenter.Messaging;

var service = ServiceBuilder.Create("feedback", args);
service.AddSchema(typeof(FeedbackOptions).Assembly);
service.AddSettings<FeedbackOptions>("Feedback");
service.AddSettings<CallerReferenceOptions>("CallerReference");
service.AddMessaging(hears => hears
    .On<CallArrived, CallArrivedConsumer>()
    .On<CallQueued, CallQueuedConsumer>()
    .On<CallAnswered, CallAnsweredConsumer>()
    .On<SurveyAnswered, SurveyAnsweredConsumer>()
    .On<CallEnded, CallEndedConsumer>()
    .On<CallWrappedUp, CallWrappedUpConsumer>()
    .On<CallEvaluated, CallEvaluatedConsumer>());

service.Services.AddSingleton<ComplaintDesk>();

return await service.RunAsync(app =>
{
    app.MapCallEndpoints();
    app.MapComplaintEndpoints();
    app.MapCustomerEndpoints();
    app.MapDepartmentEndpoints();
});
