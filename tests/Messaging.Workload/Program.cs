using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Messaging.Inbox;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Workload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

// A small service that tests may kill: it says, relays and hears, as its variables tell it.
var work = WorkloadSettings.FromEnvironment();
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(work);
builder.Services.AddSingleton(NpgsqlDataSource.Create(work.Database));
builder.Services.Configure<BrokerOptions>(o => o.Uri = work.Broker);
builder.Services.AddOptions<MessagingOptions>();
if (work.CrashAt is { } point)
{
    builder.Services.AddSingleton<IStepObserver>(new CrashPoint(point));
}

builder.Services.AddMessaging(new ServiceIdentity("telephony", "local"), hears =>
    hears.On<SurveyAnswered, AnswerConsumer>());
Leave(work.Relays, typeof(RelayWorker));
Leave(work.Hears, typeof(ListeningWorker));
if (work.Says > 0)
{
    builder.Services.AddHostedService<AnswerWorker>();
}

await builder.Build().RunAsync();

void Leave(bool wanted, Type worker)
{
    if (!wanted)
    {
        builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == worker));
    }
}
