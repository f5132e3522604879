using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony;

var service = ServiceBuilder.Create("telephony", args);
service.AddSchema(typeof(TelephonyOptions).Assembly);
service.AddSettings<TelephonyOptions>("Telephony");
service.AddMessaging(hears => { });
return await service.RunAsync(app => { });
