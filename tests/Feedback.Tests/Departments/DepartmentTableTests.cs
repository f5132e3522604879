using CallCenter.Feedback.Departments;
using Xunit;

namespace CallCenter.Feedback.Tests.Departments;

public class DepartmentTableTests
{
    private static readonly Guid _sales = Guid.CreateVersion7();
    private static readonly Guid _support = Guid.CreateVersion7();

    private static readonly DepartmentTable _table = new()
    {
        Departments = [Department(1, isDefault: true), Department(2), Department(3), Department(4)],
        Duties =
        [
            new DepartmentDuty { DepartmentId = Id(2), QueueId = _sales },
            new DepartmentDuty { DepartmentId = Id(3), Reason = "late-delivery" },
            new DepartmentDuty { DepartmentId = Id(4), QueueId = _sales, Reason = "rude" },
        ],
    };

    [Fact]
    public void The_closest_duty_owns()
    {
        Assert.Equal(Id(4), _table.Owner(_sales, "rude").DepartmentId);
        Assert.Equal(Id(2), _table.Owner(_sales, "late-delivery").DepartmentId);
        Assert.Equal(Id(3), _table.Owner(_support, "late-delivery").DepartmentId);
        Assert.Equal(Id(3), _table.Owner(null, "late-delivery").DepartmentId);
    }

    [Fact]
    public void What_nobody_answers_for_is_the_default_departments()
    {
        Assert.Equal(Id(1), _table.Owner(_support, "rude").DepartmentId);
        Assert.Equal(Id(1), _table.Owner(null, "rude").DepartmentId);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Department Department(int number, bool isDefault = false) => new()
    {
        DepartmentId = Id(number),
        Name = $"{number}",
        CommitmentMs = 1_000,
        IsDefault = isDefault,
        ChangedAt = Facts.Noon,
    };
}
