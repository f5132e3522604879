using CallCenter.Hosting;
using CallCenter.Messaging;
using Npgsql;

namespace CallCenter.Feedback.Customers;

public static class CustomerEndpoints
{
    public static void MapCustomerEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPut("/customers/{id:guid}", PutAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("PutCustomer")
            .WithSummary("Names a customer; strangers who called from these numbers become this customer.")
            .Produces<CustomerAnswer>().ProducesProblem(400).ProducesProblem(409);
        app.MapGet("/customers/{id:guid}", GetAsync)
            .RequireRoles(Roles.Agent, Roles.DepartmentHead, Roles.Supervisor, Roles.Administrator)
            .WithName("GetCustomer").WithSummary("A customer with numbers and class.")
            .Produces<CustomerAnswer>().ProducesProblem(404);
    }

    private static async Task<IResult> PutAsync(
        Guid id,
        CustomerRequest body,
        Transactions transactions,
        CallerReferenceOptions secret,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (body.Problem() is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        var wanted = body.References(id, secret.KeyBytes());
        var refs = wanted.Select(w => w.CallerRef).ToList();
        await using var work = await transactions.BeginAsync(cancellation);
        await CustomerStore.LockAsync(work.Transaction, refs, cancellation);
        var known = await CustomerStore.LockAsync(work.Transaction, id, cancellation);
        var existing = await CustomerStore.ReferencesAsync(work.Transaction.Connection!, id, refs, cancellation);
        var plan = CustomerRules.Plan(id, wanted, existing);
        if (plan.Conflict is { } taken)
        {
            return Problems.Conflict($"{taken.E164} is a number of customer {taken.CustomerId}.");
        }

        var after = plan.After.Select(r => r.CallerRef).ToList();
        var change = Customer.Describe(known, id, body.Name, body.Class, plan.Before, after, time.GetUtcNow());
        await CustomerStore.SaveAsync(work.Transaction, change.Customer, plan, cancellation);
        if (change.Said is { } said)
        {
            work.Publish(said);
        }

        await work.CommitAsync(cancellation);
        return TypedResults.Ok(CustomerAnswer.Of(change.Customer, plan.After));
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await CustomerStore.FindAsync(connection, id, cancellation) is { } customer
            ? TypedResults.Ok(CustomerAnswer.Of(
                customer, await CustomerStore.ReferencesAsync(connection, id, [], cancellation)))
            : Problems.NotFound("customer", id);
    }
}
