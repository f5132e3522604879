using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Feedback;

var service = ServiceBuilder.Create("feedback", args);
service.AddSchema(typeof(FeedbackOptions).Assembly);
service.AddSettings<FeedbackOptions>("Feedback");
service.AddMessaging(hears => { });
return await service.RunAsync(app => { });
