using System.Net;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Health;

public class ReadinessTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_an_older_schema_only_health_is_served_and_the_service_goes_on_by_itself_once_migrated()
    {
        var database = await servers.DatabaseAsync("feedback");
        await using var service = RunningHost.Launch(database.ConnectionString);
        await Wait.UntilAsync(async () => await service.ReadinessAsync() == HttpStatusCode.ServiceUnavailable);

        var ready = await service.Management.GetAsync("/healthz/ready", Cancel);
        var reason = await ready.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("the schema is older than the code: 0001_things.sql", reason, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Management.GetAsync("/healthz/live", Cancel)).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.As(Roles.Agent).GetAsync("/things", Cancel));

        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole, [typeof(ReadinessTests).Assembly], Cancel);
        await Wait.UntilAsync(async () => await service.ReadinessAsync() == HttpStatusCode.OK);
        Assert.Equal("things", await service.As(Roles.Agent).GetStringAsync("/things", Cancel));
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task A_service_that_waits_for_its_database_says_so_and_can_be_stopped()
    {
        await using var service = RunningHost.Launch("Host=127.0.0.1;Port=1;Username=x;Database=x");
        await Wait.UntilAsync(async () => await service.ReadinessAsync() == HttpStatusCode.ServiceUnavailable);

        var ready = await service.Management.GetAsync("/healthz/ready", Cancel);
        var reason = await ready.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("the database cannot be reached", reason, StringComparison.Ordinal);
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Health_and_metrics_are_on_the_management_port_only_and_nothing_else_is()
    {
        await using var service = await RunningHost.StartAsync(servers);

        Assert.Equal(
            HttpStatusCode.Unauthorized, (await service.Anonymous.GetAsync("/healthz/live", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.As(Roles.Agent).GetAsync("/metrics", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Management.GetAsync("/things", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Management.GetAsync("/healthz/live", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_forged_host_does_not_reach_the_management_pages()
    {
        await using var service = await RunningHost.StartAsync(servers);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Host = service.Management.BaseAddress!.Authority;

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Anonymous.SendAsync(request, Cancel)).StatusCode);
    }
}
