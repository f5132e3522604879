using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Messaging;
using CallCenter.Telephony.Ari;
using Dapper;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>How a house is built.</summary>
internal sealed partial class House
{
    public static async Task<House> StartAsync(Servers servers, Action<TelephonyOptions>? settings = null)
    {
        var house = await BuildAsync(servers);
        await house.StartAsteriskAsync();
        house.Options = house.Settings();
        settings?.Invoke(house.Options);
        await house.AddOwnTrunkAsync(started: false);
        await house.StartReplicaAsync();
        await house.TrunksPushedAsync();
        return house;
    }

    /// <summary>A house whose Telephony runs in processes of their own: here, consumers only store.</summary>
    public static async Task<House> StartForProcessesAsync(Servers servers)
    {
        var house = await BuildAsync(servers);
        await house.StartAsteriskAsync();
        house.Options = house.Settings();
        house._replicas.Add(Replica.Asleep(house));
        await house.AddOwnTrunkAsync(started: false);
        return house;
    }

    /// <summary>A house on a switch that is not a real one.</summary>
    public static async Task<House> StartOnAsync(
        Servers servers, Uri ari, bool started, Action<TelephonyOptions>? settings = null)
    {
        var house = await BuildAsync(servers);
        house.Options = new TelephonyOptions
        {
            Nodes =
            [
                new AriNode
                {
                    Name = "fake",
                    AriUri = ari,
                    Password = Password,
                    AmiPort = 1,
                    AmiPassword = Password,
                    Registrar = "127.0.0.1:1",
                    RecordingDirectory = house._directory,
                },
            ],
        };
        settings?.Invoke(house.Options);
        await house.StartReplicaAsync(started);
        return house;
    }

    private static async Task<House> BuildAsync(Servers servers)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var database = await servers.DatabaseAsync("telephony");
        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole,
            [typeof(Transactions).Assembly, typeof(TelephonyOptions).Assembly], Cancellation);
        return new House(servers, database);
    }

    private TelephonyOptions Settings() => new()
    {
        Nodes =
        [
            NodeOf(Asterisk, "local"),
        ],
        DialAllowed = ["+441632960"],
        SurveyTime = TimeSpan.FromSeconds(2),
    };
}
