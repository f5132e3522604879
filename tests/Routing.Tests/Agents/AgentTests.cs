using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

public sealed class AgentTests
{
    [Fact]
    public void Becoming_available_puts_the_agent_last_in_line_and_is_said()
    {
        var change = (Agent(1, idleSeconds: 500) with { Status = AgentStatuses.Break })
            .Choose("available", breakName: null, Noon);

        Assert.Equal(Noon, change.Agent.ReadyAt);
        var said = Assert.IsType<AgentActivityChanged>(Assert.Single(change.Events));
        Assert.Equal(("available", "idle"), (said.Status, said.Activity));
    }

    [Fact]
    public void Choosing_the_same_status_again_changes_nothing()
    {
        var agent = Agent(1);

        Assert.Equal(AgentChange.None(agent).Agent, agent.Choose("available", breakName: null, Noon).Agent);
        Assert.Empty(agent.Choose("available", breakName: null, Noon).Events);
    }

    [Fact]
    public void A_status_chosen_while_talking_leaves_the_talk_alone()
    {
        var change = (Agent(1) with { Activity = AgentActivities.Talking, CallId = Id(100) })
            .Choose("break", breakName: null, Noon);

        Assert.Equal((AgentActivities.Talking, Id(100)), (change.Agent.Activity, change.Agent.CallId));
    }

    [Fact]
    public void Who_talks_beside_a_call_and_then_gets_it_is_not_freed_by_the_end_of_the_talk_beside_it()
    {
        var beside = Agent(1).Join(Id(100), At(1)).Agent;
        var theirs = beside.Take(AgentActivities.Talking, Id(100), At(2)).Agent;

        Assert.Equal(theirs, theirs.Part(Id(100), At(3)).Agent);
        Assert.Equal(theirs, theirs.Join(Id(100), At(3)).Agent);
    }

    [Fact]
    public void An_older_fact_about_the_phone_says_nothing_new()
    {
        var agent = Agent(1).HearPhone(online: true, At(10)).HearPhone(online: false, At(5));

        Assert.True(agent.PhoneOnline);
    }

    [Fact]
    public void Only_a_new_number_or_name_is_said()
    {
        Assert.Empty(Agent(1).Describe(Profile("1", "zh"), Noon).Events);
        Assert.IsType<AgentChanged>(Assert.Single(Agent(1).Describe(Profile("2"), Noon).Events));
    }

    [Fact]
    public void An_agent_who_returns_is_offline_until_they_choose()
    {
        var back = Routing.Agents.Agent.Add(Agent(1).Remove(Noon).Agent, Id(1), Profile("1"), At(60));

        Assert.Equal((AgentStatuses.Offline, null), (back.Agent.Status, back.Agent.RemovedAt));
        Assert.IsType<AgentAdded>(Assert.Single(back.Events));
    }

    [Fact]
    public void A_level_is_that_of_its_skill_and_3_where_none_was_said()
    {
        var skills = new[] { "en", "zh" };
        var agent = Agent(1, 10, skills) with
        {
            Levels = SkillLevels.InOrderOf(skills, new Dictionary<string, int> { ["zh"] = 5 }),
        };

        Assert.Equal((3, 5, 0), (agent.LevelOf("en"), agent.LevelOf("zh"), agent.LevelOf("fr")));
    }

    [Theory]
    [InlineData("zh", "zh-CN", true)]
    [InlineData("zh", "zh", true)]
    [InlineData("zh-CN", "zh", false)]
    [InlineData("zh", "zhx", false)]
    public void A_language_serves_its_own_variants(string own, string asked, bool serves) =>
        Assert.Equal(serves, (Agent(1) with { Languages = [own] }).Speaks(asked));

    private static AgentProfile Profile(string number, params string[] skills) =>
        new() { Number = number, Name = "Agent 1", Skills = skills };
}
