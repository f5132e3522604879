using System.Globalization;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using Dapper;
using Npgsql;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>What Telephony and Routing said of the first call that no agent answered.</summary>
internal static class UnansweredCall
{
    private static readonly string[] Services = ["telephony", "routing"];

    public static async Task<IEnumerable<string>> DescribeAsync(
        Home home, PortTable ports, CancellationToken cancellation)
    {
        await using var telephony = await OpenAsync(home, ports, "telephony", cancellation);
        var subject = await telephony.ExecuteScalarAsync<string?>(new CommandDefinition(
            """
            select arrived.subject
            from msg.event_log arrived
            where arrived.type = 'callcenter.call.arrived.v1'
              and not exists (select from msg.event_log answered
                              where answered.subject = arrived.subject
                                and answered.type = 'callcenter.call.answered.v1')
            order by arrived.id limit 1
            """,
            cancellationToken: cancellation));
        if (subject is null)
        {
            return ["    every call that arrived was answered"];
        }

        var said = new List<Said>();
        foreach (var service in Services)
        {
            await using var database = await OpenAsync(home, ports, service, cancellation);
            said.AddRange(await database.QueryAsync<Said>(new CommandDefinition(
                """
                select said_at, source, type, convert_from(body, 'UTF8') as body
                from msg.event_log where subject = @subject order by subject_seq
                """,
                new { subject }, cancellationToken: cancellation)));
        }

        return said.OrderBy(one => one.SaidAt).Select(one => string.Create(
            CultureInfo.InvariantCulture, $"    {one.SaidAt:HH:mm:ss.fff} {one.Source} {one.Type} {one.Body}"));
    }

    internal static async Task<NpgsqlConnection> OpenAsync(
        Home home, PortTable ports, string service, CancellationToken cancellation)
    {
        var secrets = await SecretBook.OpenAsync(home.SecretsFile, cancellation);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = ports.PostgreSql,
            Database = service,
            Username = service,
            Password = await secrets.GetAsync($"postgresql.{service}", cancellation),
        }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private sealed record Said
    {
        public DateTime SaidAt { get; init; }

        public required string Source { get; init; }

        public required string Type { get; init; }

        public required string Body { get; init; }
    }
}
