using CallCenter.Feedback.Customers;
using Xunit;

namespace CallCenter.Feedback.Tests.Customers;

public class CustomerRulesTests
{
    private static readonly Guid _me = Guid.CreateVersion7();
    private static readonly Guid _other = Guid.CreateVersion7();

    [Fact]
    public void A_stranger_who_called_from_the_number_is_absorbed()
    {
        var plan = CustomerRules.Plan(_me, [Ref("a", _me, "+441")], [Ref("a", _other)]);

        Assert.Equal([_other], plan.Absorbed);
        Assert.Equal(["a"], plan.After.Select(r => r.CallerRef));
    }

    [Fact]
    public void A_number_of_another_known_customer_is_a_conflict() =>
        Assert.Equal(
            _other,
            CustomerRules.Plan(_me, [Ref("a", _me, "+441")], [Ref("a", _other, "+441")]).Conflict?.CustomerId);

    [Fact]
    public void A_number_taken_off_is_forgotten_and_a_reference_without_number_is_kept()
    {
        var plan = CustomerRules.Plan(_me, [Ref("c", _me, "+443")], [Ref("a", _me), Ref("b", _me, "+442")]);

        Assert.Equal(["a", "c"], plan.After.Select(r => r.CallerRef));
        Assert.Equal(["a", "b"], plan.Before);
    }

    [Fact]
    public void Class_and_references_are_said_only_when_they_change()
    {
        var known = Customer.Stranger(_me, Facts.Noon) with { Name = "Ann" };

        Assert.Null(Customer.Describe(known, _me, "Anne", "standard", ["a"], ["a"], Facts.Noon).Said);
        Assert.NotNull(Customer.Describe(known, _me, "Ann", "high", ["a"], ["a"], Facts.Noon).Said);
        Assert.NotNull(Customer.Describe(known, _me, "Ann", "standard", ["a"], ["a", "b"], Facts.Noon).Said);
        Assert.Equal("standard", Customer.Describe(null, _me, "Ann", "standard", [], ["a"], Facts.Noon).Said?.Class);
    }

    private static CustomerReference Ref(string callerRef, Guid customer, string? e164 = null) =>
        new() { CallerRef = callerRef, CustomerId = customer, E164 = e164 };
}
