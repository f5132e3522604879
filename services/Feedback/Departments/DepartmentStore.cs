using Dapper;
using Npgsql;

namespace CallCenter.Feedback.Departments;

public static class DepartmentStore
{
    /// <summary>Any constant: who changes departments does it one after the other.</summary>
    private const long ChangeLock = 4_711_000_101;

    private const string Columns = "department_id, name, commitment_ms, is_default, changed_at";

    public static async Task<DepartmentTable> TableAsync(NpgsqlTransaction work, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
             select {Columns} from department;
             select department_id, queue_id, reason from department_duty
             """,
            transaction: work, cancellationToken: cancellation));
        return new DepartmentTable
        {
            Departments = (await reader.ReadAsync<Department>()).AsList(),
            Duties = (await reader.ReadAsync<DepartmentDuty>()).AsList(),
        };
    }

    public static Task LockForChangeAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@ChangeLock)", new { ChangeLock }, work, cancellationToken: cancellation));

    /// <summary>
    /// Saves a department with its duties in place of those it had; a new default takes that from the old.
    /// </summary>
    public static async Task SaveAsync(
        NpgsqlTransaction work,
        Department department,
        IEnumerable<DepartmentDuty> duties,
        CancellationToken cancellation)
    {
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update department set is_default = false where @IsDefault and is_default and department_id <> @DepartmentId;
            insert into department (department_id, name, commitment_ms, is_default, changed_at)
            values (@DepartmentId, @Name, @CommitmentMs, @IsDefault, @ChangedAt)
            on conflict (department_id) do update set name = excluded.name, commitment_ms = excluded.commitment_ms,
              is_default = excluded.is_default, changed_at = excluded.changed_at;
            delete from department_duty where department_id = @DepartmentId
            """,
            department, work, cancellationToken: cancellation));
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            "insert into department_duty (department_id, queue_id, reason) values (@DepartmentId, @QueueId, @Reason)",
            duties, work, cancellationToken: cancellation));
    }
}
