using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;
using Xunit;

namespace CallCenter.Local.Tests.Supervising;

public sealed class PreparationTests
{
    private readonly Home _home;

    public PreparationTests(Servers servers)
    {
        _home = new Home(Path.Combine(servers.Directory, $"prepared-{Guid.CreateVersion7():N}"));
        Directory.CreateDirectory(_home.StateOf("postgresql"));
        Directory.CreateDirectory(_home.StateOf("rabbitmq"));
        File.WriteAllText(_home.SecretsFile, "{}");
    }

    [Fact]
    public void What_an_up_has_made_serves_the_next_one()
    {
        Assert.False(Preparation.IsDone(_home));

        Preparation.Finish(_home);

        Assert.True(Preparation.IsDone(_home));
    }

    [Fact]
    public void Other_passwords_are_prepared_for_anew()
    {
        Preparation.Finish(_home);

        File.WriteAllText(_home.SecretsFile, """{"rabbitmq.routing":"another"}""");

        Assert.False(Preparation.IsDone(_home));
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("rabbitmq")]
    public void A_server_whose_state_was_removed_is_prepared_anew(string server)
    {
        Preparation.Finish(_home);

        Directory.Delete(_home.StateOf(server), recursive: true);

        Assert.False(Preparation.IsDone(_home));
    }

    [Fact]
    public void After_a_day_the_partitions_of_the_coming_days_are_made_again()
    {
        Preparation.Finish(_home);

        File.SetLastWriteTimeUtc(
            Path.Combine(_home.StateOf("rabbitmq"), "prepared"),
            TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(25));

        Assert.False(Preparation.IsDone(_home));
    }

    [Fact]
    public void A_start_that_failed_leaves_nothing_to_rely_on()
    {
        Preparation.Finish(_home);

        Preparation.Forget(_home);

        Assert.False(Preparation.IsDone(_home));
    }
}
