using Dapper;
using Npgsql;

namespace CallCenter.Feedback.Customers;

public static class CustomerStore
{
    private const string Columns = "customer_id, name, class, known_since, changed_at";

    /// <summary>
    /// Makes those who write these references go one after the other, in one order so that none deadlock; the
    /// function <c>recognise</c> takes the same lock.
    /// </summary>
    public static Task LockAsync(
        NpgsqlTransaction work, IEnumerable<string> callerRefs, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            select pg_advisory_xact_lock(key) from (
              select distinct hashtextextended(r, 4711) as key from unnest(@refs) as r order by key) as sorted
            """,
            new { refs = callerRefs.ToArray() }, work, cancellationToken: cancellation));

    public static Task<Customer?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Customer>(new CommandDefinition(
            $"select {Columns} from customer where customer_id = @id", new { id }, cancellationToken: cancellation));

    public static Task<Customer?> LockAsync(NpgsqlTransaction work, Guid id, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Customer>(new CommandDefinition(
            $"select {Columns} from customer where customer_id = @id for update",
            new { id }, work, cancellationToken: cancellation));

    /// <summary>The references of a customer, and these references whosever they are.</summary>
    public static async Task<IReadOnlyList<CustomerReference>> ReferencesAsync(
        NpgsqlConnection connection, Guid id, IEnumerable<string> callerRefs, CancellationToken cancellation) =>
        (await connection.QueryAsync<CustomerReference>(new CommandDefinition(
            """
            select caller_ref, customer_id, e164 from customer_reference
            where customer_id = @id or caller_ref = any(@refs) order by e164, caller_ref
            """,
            new { id, refs = callerRefs.ToArray() }, cancellationToken: cancellation))).AsList();

    public static async Task SaveAsync(
        NpgsqlTransaction work, Customer customer, ReferencePlan plan, CancellationToken cancellation)
    {
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into customer (customer_id, name, class, known_since, changed_at)
            values (@CustomerId, @Name, @Class, @KnownSince, @ChangedAt)
            on conflict (customer_id) do update set
              name = excluded.name, class = excluded.class, changed_at = excluded.changed_at;
            delete from customer_reference where customer_id = @CustomerId
            """,
            customer, work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into customer_reference (caller_ref, customer_id, e164) values (@CallerRef, @CustomerId, @E164)
            on conflict (caller_ref) do update set customer_id = excluded.customer_id, e164 = excluded.e164
            """,
            plan.After, work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update call_fact set customer_id = @CustomerId where customer_id = any(@absorbed);
            update complaint set customer_id = @CustomerId where customer_id = any(@absorbed);
            delete from customer where customer_id = any(@absorbed)
              and not exists (select from customer_reference r where r.customer_id = customer.customer_id)
            """,
            new { customer.CustomerId, absorbed = plan.Absorbed.ToArray() }, work, cancellationToken: cancellation));
    }
}
