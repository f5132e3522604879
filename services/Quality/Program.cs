using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Quality;

var service = ServiceBuilder.Create("quality", args);
service.AddSchema(typeof(QualityOptions).Assembly);
service.AddSettings<QualityOptions>("Quality");
service.AddMessaging(hears => { });
return await service.RunAsync(app => { });
