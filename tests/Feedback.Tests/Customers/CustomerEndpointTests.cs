using CallCenter.Contracts.Feedback;
using CallCenter.Hosting;
using Xunit;

namespace CallCenter.Feedback.Tests.Customers;

[Collection(RunningCollection.Name)]
public class CustomerEndpointTests(RunningFeedback feedback)
{
    [Fact]
    public async Task A_stranger_who_called_becomes_the_customer_with_that_number()
    {
        const string Number = "+442079460001";
        var call = new Facts { CallerRef = CallerReference.Of(Number, RunningFeedback.Secret) };
        await using var bench = feedback.Bench;
        await bench.HearAsync(call.Arrived);
        await bench.HearAsync(call.Survey(1));
        var id = Guid.CreateVersion7();

        var (status, saved) = await PutAsync(id, Number);

        Assert.Equal(200, status);
        Assert.Equal(Number, saved.GetProperty("numbers")[0].GetString());
        Assert.Equal(id, (await bench.CallAsync(call.CallId))!.CustomerId);
        Assert.Equal(id, (await bench.ComplaintAsync(call.CallId))!.Value.Complaint.CustomerId);
        var said = Assert.Single(await feedback.SaidAsync<CustomerClassChanged>(), c => c.CustomerId == id);
        Assert.Equal(("high", call.CallerRef), (said.Class, Assert.Single(said.CallerRefs)));
        var next = new Facts { CallerRef = call.CallerRef };
        await bench.HearAsync(next.Arrived);
        Assert.Equal(id, (await bench.CallAsync(next.CallId))!.CustomerId);
    }

    [Fact]
    public async Task Saving_the_same_again_says_nothing_new()
    {
        var id = Guid.CreateVersion7();

        await PutAsync(id, "+442079460002");
        var (status, _) = await PutAsync(id, "+442079460002");

        Assert.Equal(200, status);
        Assert.Single(await feedback.SaidAsync<CustomerClassChanged>(), c => c.CustomerId == id);
        var (_, read) = await feedback.SendAsync(HttpMethod.Get, $"/customers/{id}", role: Roles.Agent);
        Assert.Equal("Ann", read.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_number_has_one_customer()
    {
        await PutAsync(Guid.CreateVersion7(), "+442079460003");

        var (status, problem) = await PutAsync(Guid.CreateVersion7(), "+442079460003");

        Assert.Equal(409, status);
        Assert.Contains(
            "+442079460003 is a number of customer",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numbers[1]", "Ann", "standard", "+442079460004", "withheld")]
    [InlineData("name", "", "standard")]
    [InlineData("class", "Ann", "Very High")]
    public async Task Bad_input_names_its_field(string field, string name, string @class, params string[] numbers)
    {
        var (status, problem) = await feedback.SendAsync(
            HttpMethod.Put, $"/customers/{Guid.CreateVersion7()}", new { name, @class, numbers });

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Unknown_ids_and_missing_roles_are_refused()
    {
        var path = $"/customers/{Guid.CreateVersion7()}";

        Assert.Equal(404, (await feedback.SendAsync(HttpMethod.Get, path)).Status);
        Assert.Equal(403, (await feedback.SendAsync(HttpMethod.Put, path, new { name = "Ann" }, Roles.Agent)).Status);
    }

    private Task<(int Status, System.Text.Json.JsonElement Body)> PutAsync(Guid id, params string[] numbers) =>
        feedback.SendAsync(HttpMethod.Put, $"/customers/{id}", new { name = "Ann", @class = "high", numbers });
}
