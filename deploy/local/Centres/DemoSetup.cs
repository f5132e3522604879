using System.Globalization;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Sounds;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Centres;

/// <summary>Makes the demo centre; every step may be repeated.</summary>
internal static class DemoSetup
{
    /// <summary>Speaks the prompts that are missing.</summary>
    public static async Task MakePromptsAsync(IServerSet servers, Home home, CancellationToken cancellation)
    {
        var sounds = AsteriskServer.SoundsOf(home.StateOf("asterisk"));
        await Beep.MakeAsync(sounds, cancellation);
        var missing = Prompts.All.Where(prompt => !File.Exists(Path.Combine(sounds, prompt.File))).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var folder = home.StateOf("speech");
        Directory.CreateDirectory(folder);
        try
        {
            await servers.SpeakAsync(Prompts.Script(missing), folder, cancellation);
            foreach (var prompt in missing)
            {
                await Prompts.ConvertAsync(prompt, folder, sounds, cancellation);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Queues, agents, numbers and the department, through the services' own HTTP interfaces.</summary>
    public static async Task ApplyAsync(Home home, PortTable ports, CancellationToken cancellation)
    {
        using var client = new ServiceClient(home, ports, Roles.Administrator);
        await Task.WhenAll(
            StaffAsync(client, cancellation), NumberAsync(client, cancellation),
            FlowAsync(client, cancellation), CareAsync(client, cancellation),
            TrunkAsync(client, ports, cancellation));
    }

    private static async Task StaffAsync(ServiceClient client, CancellationToken cancellation)
    {
        // An open queue without anybody who could serve it is refused.
        foreach (var agent in DemoCentre.Agents)
        {
            await client.PutAsync(
                "routing", $"agents/{agent.Id}", new { agent.Number, agent.Name, agent.Skills }, cancellation);
        }

        foreach (var queue in DemoCentre.Queues)
        {
            await client.PutAsync(
                "routing", $"queues/{queue.Id}",
                new { queue.Name, queue.Skills, open = true, ringMs = 15_000, wrapUpMs = 30_000 }, cancellation);
        }
    }

    private static async Task NumberAsync(ServiceClient client, CancellationToken cancellation)
    {
        foreach (var number in DemoCentre.Numbers)
        {
            await client.PutAsync(
                "telephony", $"numbers/{number.Id}",
                new
                {
                    number.E164, number.QueueId, number.Language, greeting = "callcenter/greeting", survey = true,
                },
                cancellation);
        }
    }

    /// <summary>Who is dialled is a test phone at the address of the trunk and Asterisk's own port.</summary>
    private static async Task TrunkAsync(ServiceClient client, PortTable ports, CancellationToken cancellation)
    {
        await client.PutAsync(
            "telephony", $"trunks/{DemoCentre.TrunkId}",
            new
            {
                name = "demo", mode = "address", qualifySeconds = 0,
                addresses = new[] { string.Create(
                    CultureInfo.InvariantCulture, $"{AsteriskServer.TrunkAddress}:{ports.Sip}") },
            },
            cancellation);
        await client.PutAsync(
            "telephony", $"dial-permissions/{DemoCentre.PermissionId}",
            new { role = Roles.Agent, prefixes = new[] { DemoCentre.DialledPrefix } }, cancellation);
    }

    /// <summary>The flow must have an active version before a number can lead to it.</summary>
    private static async Task FlowAsync(ServiceClient client, CancellationToken cancellation)
    {
        var path = $"flows/{DemoFlow.Name}";
        var stored = await client.PutAsync("telephony", path, DemoFlow.Document, cancellation);
        await client.PutAsync(
            "telephony", $"{path}/active", new { version = stored.GetProperty("version").GetInt32() }, cancellation);
        var number = DemoCentre.MenuNumber;
        await client.PutAsync(
            "telephony", $"numbers/{number.Id}",
            new
            {
                number.E164, number.QueueId, number.Language, flow = DemoFlow.Name, campaign = DemoFlow.Campaign,
            },
            cancellation);
    }

    private static async Task CareAsync(ServiceClient client, CancellationToken cancellation) => await client.PutAsync(
        "feedback", $"departments/{DemoCentre.DepartmentId}",
        new { name = DemoCentre.DepartmentName, isDefault = true }, cancellation);
}
