using CallCenter.Hosting;
using CallCenter.Messaging;

namespace CallCenter.Routing.Figures;

/// <summary>Adds the figures: who keeps the events, folds them and tells, and the command that rebuilds.</summary>
public static class FiguresSetup
{
    public static ServiceBuilder AddFigures(this ServiceBuilder service)
    {
        service.Services.AddSingleton<IEventRecorder, FigureRecorder>();
        service.Services.AddSingleton<BoardWorker>();
        service.Services.AddHostedService<FigureWorker>();
        service.Services.AddHostedService(provider => provider.GetRequiredService<BoardWorker>());
        service.AddCommand("figures", FiguresCommand.RunAsync);
        return service;
    }
}
