using System.Reflection;
using CallCenter.Fixtures;
using Dapper;
using Npgsql;
using Xunit;

namespace CallCenter.Hosting.Tests.Databases;

public class MigrationsTests(Servers servers)
{
    private static readonly SchemaOf _first = new(
        "Service",
        ("0001_things.sql", "create table thing (id bigint generated always as identity primary key, name text)"));

    [Fact]
    public async Task Files_are_applied_once_in_the_order_of_assemblies_and_numbers()
    {
        var database = await servers.DatabaseAsync("feedback");
        var second = new SchemaOf(
            "Later",
            (
                "0002_fill.sql",
                "insert into msg.part (thing) select id from thing; insert into msg.part (thing) values (2)"),
            (
                "0001_part.sql",
                "create schema msg; create table msg.part (thing bigint); insert into thing (name) values ('a')"));

        Assert.Equal(3, await ApplyAsync(database, _first, second));
        Assert.Equal(0, await ApplyAsync(database, _first, second));

        await using var connection = await OpenAsync(database.ConnectionString);
        Assert.Equal([1L, 2L], await connection.QueryAsync<long>("select thing from msg.part order by thing"));
    }

    [Fact]
    public async Task The_service_may_change_rows_and_nothing_else()
    {
        var database = await servers.DatabaseAsync("feedback");
        await ApplyAsync(
            database,
            _first,
            new SchemaOf("Messages", ("0001_m.sql", "create schema msg; create table msg.m (id int)")));
        await using var connection = await OpenAsync(database.ConnectionString);

        await connection.ExecuteAsync(
            "insert into thing (name) values ('a'); update thing set name = 'b'; delete from thing");
        await connection.ExecuteAsync("insert into msg.m values (1)");

        Assert.Equal("42501", await RefusalAsync(connection, "create table other (id int)"));
        Assert.Equal("42501", await RefusalAsync(connection, "drop table thing"));
        Assert.Equal("42501", await RefusalAsync(connection, "delete from schema_version"));
    }

    [Fact]
    public async Task A_table_made_later_by_the_owner_is_open_to_the_service()
    {
        var database = await servers.DatabaseAsync("feedback");
        await ApplyAsync(database, _first);
        await using var owner = await OpenAsync(database.MigrationConnectionString);
        await owner.ExecuteAsync("create table thing_2027 (id int)");

        await using var connection = await OpenAsync(database.ConnectionString);
        Assert.Equal(1, await connection.ExecuteAsync("insert into thing_2027 values (1)"));
    }

    [Fact]
    public async Task Several_at_once_apply_each_file_once()
    {
        var database = await servers.DatabaseAsync("feedback");
        var slow = new SchemaOf("Slow", ("0001_slow.sql", "create table slow (id int); select pg_sleep(0.1)"));

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync(database, _first, slow)));

        Assert.Equal(2, applied.Sum());
    }

    [Fact]
    public async Task A_file_changed_after_it_was_applied_is_refused_by_name()
    {
        var database = await servers.DatabaseAsync("feedback");
        await ApplyAsync(database, _first);

        var refusal = await Assert.ThrowsAsync<MigrationException>(
            () => ApplyAsync(database, new SchemaOf("Service", ("0001_things.sql", "create table thing (id int)"))));

        Assert.Equal(
            "0001_things.sql of Service was changed after it was applied; add a new file instead", refusal.Message);
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_itself_and_names_itself()
    {
        var database = await servers.DatabaseAsync("feedback");
        var broken = new SchemaOf("Broken", ("0001_half.sql", "create table half (id int); select 1 / 0"));

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(database, _first, broken));

        Assert.StartsWith("0001_half.sql of Broken: division by zero", refusal.Message, StringComparison.Ordinal);
        await using var connection = await OpenAsync(database.MigrationConnectionString);
        Assert.Null(await connection.ExecuteScalarAsync<string?>("select to_regclass('half')::text"));
        Assert.Equal("thing", await connection.ExecuteScalarAsync<string?>("select to_regclass('thing')::text"));
    }

    [Fact]
    public async Task The_command_migrate_applies_the_schema_and_then_runs_the_steps()
    {
        var database = await servers.DatabaseAsync("feedback");
        var steps = new List<string>();
        var service = ServiceBuilder.Create("feedback",
        [
            "migrate", $"--Database:ConnectionString={database.ConnectionString}",
            $"--Database:MigrationConnectionString={database.MigrationConnectionString}",
        ]);
        service.AddSchema(_first);
        service.AddMigrationStep("topology", (_, _) =>
        {
            steps.Add("topology");
            return Task.CompletedTask;
        });

        Assert.Equal(0, await service.RunAsync(_ => { }, TestContext.Current.CancellationToken));

        Assert.Equal(["topology"], steps);
        await using var connection = await OpenAsync(database.ConnectionString);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from thing"));
    }

    [Fact]
    public async Task Migrate_without_a_database_ends_with_code_1()
    {
        const string Nobody = "Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2";
        var service = ServiceBuilder.Create(
            "feedback",
            ["migrate", $"--Database:ConnectionString={Nobody}", $"--Database:MigrationConnectionString={Nobody}"]);

        Assert.Equal(1, await service.RunAsync(_ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_command_gets_its_arguments_and_gives_the_exit_code()
    {
        var database = await servers.DatabaseAsync("feedback");
        var service = ServiceBuilder.Create(
            "feedback",
            ["redrive", "--from", "2026-01-01", $"--Database:ConnectionString={database.ConnectionString}"]);
        string[] got = [];
        service.AddCommand("redrive", (_, args, _) =>
        {
            got = args;
            return Task.FromResult(7);
        });

        Assert.Equal(7, await service.RunAsync(_ => { }, TestContext.Current.CancellationToken));
        Assert.Equal(["--from", "2026-01-01"], got[..2]);
    }

    private static Task<int> ApplyAsync(TestDatabase database, params Assembly[] assemblies) =>
        Migrations.ApplyAsync(
            database.MigrationConnectionString,
            database.ApplicationRole,
            assemblies,
            TestContext.Current.CancellationToken);

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<string> RefusalAsync(NpgsqlConnection connection, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState;
}
