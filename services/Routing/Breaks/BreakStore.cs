using Dapper;
using Npgsql;

namespace CallCenter.Routing.Breaks;

public static class BreakStore
{
    public static async Task<IReadOnlyList<NamedBreak>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<NamedBreak>(new CommandDefinition(
            "select name, text_en, text_zh from break order by name", cancellationToken: cancellation))).AsList();

    public static Task<bool> ExistsAsync(NpgsqlTransaction work, string name, CancellationToken cancellation) =>
        work.Connection!.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from break where name = @name)", new { name }, work,
            cancellationToken: cancellation));

    public static Task SaveAsync(NpgsqlConnection connection, NamedBreak named, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into break (name, text_en, text_zh) values (@Name, @TextEn, @TextZh)
            on conflict (name) do update set text_en = excluded.text_en, text_zh = excluded.text_zh
            """,
            named, cancellationToken: cancellation));

    public static Task RemoveAsync(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from break where name = @name", new { name }, cancellationToken: cancellation));
}
