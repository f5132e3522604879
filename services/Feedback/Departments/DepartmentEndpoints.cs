using CallCenter.Hosting;
using CallCenter.Messaging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Feedback.Departments;

public static class DepartmentEndpoints
{
    public static void MapDepartmentEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPut("/departments/{id:guid}", PutAsync).RequireRoles(Roles.Supervisor, Roles.Administrator)
            .WithName("PutDepartment").WithSummary("Adds a department, or changes its commitment and its duties.")
            .Produces<DepartmentAnswer>().ProducesProblem(400).ProducesProblem(409);
        string[] readers =
            [Roles.Agent, Roles.DepartmentHead, Roles.Supervisor, Roles.Executive, Roles.Administrator];
        app.MapGet("/departments/{id:guid}", GetAsync).RequireRoles(readers)
            .WithName("GetDepartment").WithSummary("A department with its commitment and its duties.")
            .Produces<DepartmentAnswer>().ProducesProblem(404);
        app.MapGet("/departments", ListAsync).RequireRoles(readers)
            .WithName("ListDepartments").WithSummary("All departments, by name.")
            .Produces<IReadOnlyList<DepartmentAnswer>>();
    }

    private static async Task<IResult> PutAsync(
        Guid id,
        DepartmentRequest body,
        Transactions transactions,
        IOptions<FeedbackOptions> options,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var promise = options.Value.PromiseTime;
        if (body.Problem(promise) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        await using var work = await transactions.BeginAsync(cancellation);
        await DepartmentStore.LockForChangeAsync(work.Transaction, cancellation);
        var table = await DepartmentStore.TableAsync(work.Transaction, cancellation);
        if (!body.IsDefault && table.Departments.Any(d => d.DepartmentId == id && d.IsDefault))
        {
            return Problems.Conflict("This is the default department: make another one the default instead.");
        }

        var duties = body.Duties
            .Select(d => new DepartmentDuty { DepartmentId = id, QueueId = d.QueueId, Reason = d.Reason }).ToList();
        var taken = table.Duties.FirstOrDefault(
            d => d.DepartmentId != id && duties.Contains(d with { DepartmentId = id }));
        if (taken is not null)
        {
            var what = $"queue {taken.QueueId?.ToString() ?? "any"} and reason {taken.Reason ?? "any"}";
            return Problems.Conflict($"Department {taken.DepartmentId} answers for {what} already.");
        }

        var commitment = options.Value.CommitmentTime < promise ? options.Value.CommitmentTime : promise;
        var department = new Department
        {
            DepartmentId = id,
            Name = body.Name,
            CommitmentMs = body.CommitmentMs ?? (long)commitment.TotalMilliseconds,
            IsDefault = body.IsDefault,
            ChangedAt = time.GetUtcNow(),
        };
        await DepartmentStore.SaveAsync(work.Transaction, department, duties, cancellation);
        await work.CommitAsync(cancellation);
        return TypedResults.Ok(DepartmentAnswer.Of(department, duties));
    }

    private static async Task<IResult> GetAsync(Guid id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var table = await ReadAsync(database, cancellation);
        return table.Departments.FirstOrDefault(d => d.DepartmentId == id) is { } department
            ? TypedResults.Ok(DepartmentAnswer.Of(department, table.Duties))
            : Problems.NotFound("department", id);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var table = await ReadAsync(database, cancellation);
        return TypedResults.Ok(table.Departments.OrderBy(d => d.Name, StringComparer.Ordinal)
            .Select(d => DepartmentAnswer.Of(d, table.Duties)).ToList());
    }

    private static async Task<DepartmentTable> ReadAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        return await DepartmentStore.TableAsync(transaction, cancellation);
    }
}
