using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing;

var service = ServiceBuilder.Create("routing", args);
service.AddSchema(typeof(RoutingOptions).Assembly);
service.AddSettings<RoutingOptions>("Routing");
service.AddMessaging(hears => { });
return await service.RunAsync(app => { });
