using System.Net;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Queues;

[Collection(OverHttp.Name)]
public sealed class PlanOverHttpTests(RoutingOverHttp over) : IAsyncLifetime
{
    private readonly HttpClient _administrator = over.Service.ClientOf(Roles.Administrator);

    public async ValueTask InitializeAsync()
    {
        await _administrator.PutAsync(
            $"/agents/{Id(4_001)}",
            new
            {
                number = "4001", name = "Ada", skills = new[] { "en", "gold" }, levels = new { gold = 5 },
                team = "north", site = "york", languages = new[] { "en" },
            }).BodyAsync();
        await _administrator.PutAsync(
            $"/agents/{Id(4_003)}",
            new { number = "4003", name = "Cy", skills = new[] { "en" }, team = "west", site = "leeds" }).BodyAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_plan_is_kept_as_it_was_said()
    {
        var path = $"/queues/{Id(4_101)}";
        await _administrator.PutAsync(path, new
        {
            name = "Gold",
            skills = new[] { "en" },
            plan = new
            {
                policy = "weighted",
                weights = new { idle = 0.0, skill = 2.5 },
                acceleration = 1.5,
                levels = new { en = 4 },
                teams = new[] { "north" },
                keptClasses = new[] { new { @class = "high", sites = new[] { "york" }, waitMs = 0 } },
                steps = new object[]
                {
                    new { afterMs = 10_000, lower = new { en = 2 } }, new { afterMs = 20_000, drop = new[] { "en" } },
                },
            },
        }).BodyAsync();

        var plan = (await _administrator.AskAsync(path).BodyAsync()).GetProperty("plan");
        Assert.Equal("weighted", plan.GetProperty("policy").GetString());
        Assert.Equal(0, plan.GetProperty("weights").GetProperty("idle").GetDouble());
        Assert.Equal(1, plan.GetProperty("weights").GetProperty("calls").GetDouble());
        Assert.Equal(1.5, plan.GetProperty("acceleration").GetDouble());
        Assert.Equal(0, plan.GetProperty("keptClasses")[0].GetProperty("waitMs").GetInt32());
        Assert.Equal(2, plan.GetProperty("steps")[0].GetProperty("lower").GetProperty("en").GetInt32());
        Assert.Equal("en", plan.GetProperty("steps")[1].GetProperty("drop")[0].GetString());
    }

    [Theory]
    [InlineData(
        """{"policy":"best"}""",
        "plan.policy: must be one of longest-idle, best-skill, fewest-calls, round-robin, weighted, random")]
    [InlineData("""{"acceleration":-1}""", "plan.acceleration: must be 0 to 1000")]
    [InlineData("""{"scoreCap":0}""", "plan.scoreCap: must be 1 to 1000000")]
    [InlineData("""{"weights":{"idle":-1}}""", "plan.weights: must be 0 to 1000 each")]
    [InlineData("""{"levels":{"en":6}}""", "plan.levels.en: must be 1 to 5")]
    [InlineData("""{"levels":{"gold":2}}""", "plan.levels.gold: is not a skill that the queue wants")]
    [InlineData("""{"teams":["south"]}""", "plan.teams[0]: is not a team of any agent")]
    [InlineData("""{"sites":[null]}""", "plan.sites[0]: is not a site of any agent")]
    [InlineData("""{"preferredWaitMs":700000}""", "plan.preferredWaitMs: must be 0 to 600000")]
    [InlineData("""{"keptClasses":[{"class":"high"}]}""", "plan.keptClasses[0]: must name teams or sites")]
    [InlineData(
        """{"keptClasses":[{"class":"low","sites":["york"]},{"class":"high","teams":["north"],"sites":["leeds"]}]}""",
        "plan.keptClasses[1]: nobody is of its teams and at its sites who serves the queue: its callers would wait for "
        + "ever")]
    [InlineData(
        """{"teams":["north"],"keptClasses":[{"class":"high","teams":["west"]}]}""",
        "plan.keptClasses[0]: nobody is of its teams and at its sites who serves the queue: its callers would wait for "
        + "ever")]
    [InlineData("""{"keptClasses":[null]}""", "plan.keptClasses[0]: must not be null")]
    [InlineData("""{"steps":[null]}""", "plan.steps[0]: must not be null")]
    [InlineData("""{"steps":[{"afterMs":5000}]}""", "plan.steps[0]: must change something")]
    [InlineData(
        """{"steps":[{"afterMs":5000,"raise":1},{"afterMs":5000,"raise":1}]}""",
        "plan.steps[1].afterMs: must be later than the step before")]
    [InlineData(
        """{"steps":[{"afterMs":5000,"drop":["frnch"]}]}""",
        "plan.steps[0].drop[0]: is not a skill of any agent")]
    [InlineData(
        """{"steps":[{"afterMs":5000,"addTeams":["north"]}]}""",
        "plan.steps[0].addTeams: adds nothing: the queue is served by all teams")]
    [InlineData(
        """{"steps":[{"afterMs":5000,"addSites":["york"]}]}""",
        "plan.steps[0].addSites: adds nothing: the queue is served by all sites")]
    [InlineData("""{"raise":-1}""", "plan.raise: must be 0 to 10000")]
    [InlineData(
        """{"limits":{"maxWaitMs":9000},"steps":[{"afterMs":9000,"offerCallback":true}]}""",
        "plan.steps[0].afterMs: is never reached: no call stands in the queue for plan.limits.maxWaitMs")]
    [InlineData("""{"limits":{"maxWaiting":0}}""", "plan.limits.maxWaiting: must be 1 to 100000")]
    [InlineData("""{"target":{"percent":101,"withinMs":20000}}""", "plan.target.percent: must be 1 to 100")]
    [InlineData("""{"announcements":{"everyMs":60000}}""", "plan.announcements: must tell something")]
    [InlineData(
        """{"announcements":{"sounds":["../secret"]}}""",
        "plan.announcements.sounds[0]: must be the name of a sound such as callcenter/please-hold")]
    [InlineData(
        """{"hours":{"timeZone":"Europe/Londn"}}""",
        "plan.hours.timeZone: is not a time zone: an IANA id such as Europe/London")]
    [InlineData(
        """{"hours":{"timeZone":"Europe/London","week":{"funday":[]}}}""",
        "plan.hours.week.funday: is not a day: monday to sunday")]
    [InlineData(
        """
        {"hours":{"timeZone":"Europe/London","week":{"monday":[{"from":"09:00","to":"12:00"},
        {"from":"11:59","to":"17:00"}]}}}
        """,
        "plan.hours.week.monday[1]: overlaps another interval")]
    [InlineData(
        """{"hours":{"timeZone":"Europe/London","week":{"monday":[{"from":"22:00","to":"06:00"}]}}}""",
        "plan.hours.week.monday[0].to: must be later than from: a night is two intervals, to 24:00 and from 00:00")]
    [InlineData(
        """{"hours":{"timeZone":"Europe/London","holidays":["2026-02-30"]}}""",
        "plan.hours.holidays[0]: must be a date such as 2026-12-25")]
    [InlineData(
        """
        {"hours":{"timeZone":"Europe/London","holidays":["2026-12-25"],"exceptions":[{"date":"2026-12-25"}]}}
        """,
        "plan.hours.exceptions[0].date: is a holiday too")]
    [InlineData("""{"overflow":[{"when":{},"refuse":true}]}""", "plan.overflow[0].when: must name a threshold")]
    [InlineData("""{"overflow":[{"when":{"waitingOver":5}}]}""", "plan.overflow[0]: must have toQueue or refuse")]
    [InlineData(
        """{"overflow":[{"when":{"waitingOver":5},"until":{"waiting":6},"refuse":true}]}""",
        "plan.overflow[0].until.waiting: must be 0 to when.waitingOver")]
    [InlineData(
        """
        {"overflow":[{"when":{"waitingOver":5},"refuse":true},
        {"when":{"staffedBelow":1},"toQueue":"00000000-0000-7000-8000-00000000dead"}]}
        """,
        "plan.overflow[1].toQueue: is not a queue")]
    [InlineData("""{"surge":{}}""", "plan.surge: must change something")]
    [InlineData("""{"surge":{"limits":{"maxWaitMs":1}}}""", "plan.surge.limits.maxWaitMs: must be 1000 to 86400000")]
    [InlineData(
        """{"surge":{"addTeams":["north"]}}""",
        "plan.surge.addTeams: adds nothing: the queue is served by all teams")]
    [InlineData(
        """{"surge":{"addSites":["york"]}}""",
        "plan.surge.addSites: adds nothing: the queue is served by all sites")]
    [InlineData(
        """
        {"steps":[{"afterMs":1,"raise":1},{"afterMs":2,"raise":1},{"afterMs":3,"raise":1},{"afterMs":4,"raise":1},
        {"afterMs":5,"raise":1},{"afterMs":6,"raise":1},{"afterMs":7,"raise":1}]}
        """,
        "plan.steps: must be at most 6")]
    public async Task A_plan_that_breaks_a_rule_is_told_where(string plan, string refusal) =>
        Assert.Equal(
            refusal,
            await _administrator.PutTextAsync(
                $"/queues/{Id(4_102)}", $$"""{"name":"Q","skills":["en"],"plan":{{plan}}}""")
                .RefusalAsync(HttpStatusCode.BadRequest));

    [Fact]
    public async Task Overflow_in_a_circle_and_into_a_closed_queue_is_told_where()
    {
        await PutAsync(4_110, "A");
        await PutAsync(4_111, "B", To(4_110));
        await PutAsync(4_112, "C", To(4_111));
        await _administrator.PutAsync($"/queues/{Id(4_113)}", new { name = "Shut", open = false }).BodyAsync();

        Assert.Equal("plan.overflow[0].toQueue: is the queue itself", await RefusalAsync(4_110, To(4_110)));
        Assert.Equal(
            "plan.overflow[1].toQueue: leads back to this queue through B",
            await RefusalAsync(4_110, """{"when":{"waitingOver":9},"refuse":true}""", To(4_112)));
        Assert.Equal(
            "plan.overflow[0].toQueue: is a dead end: Shut is closed by hand", await RefusalAsync(4_110, To(4_113)));
    }

    [Fact]
    public async Task A_queue_that_is_never_open_is_a_dead_end_from_both_sides()
    {
        await PutTextAsync(4_121, "Never", $"{Never}}}").BodyAsync();
        Assert.Equal(
            "plan.overflow[0].toQueue: is a dead end: Never is never open", await RefusalAsync(4_120, To(4_121)));

        await PutTextAsync(4_121, "Once", $$"""{{Never}},"exceptions":[{{Once}}]}""").BodyAsync();
        await PutAsync(4_120, "From", To(4_121));
        Assert.Equal(
            "plan.hours: makes it a dead end: From overflows to it",
            await PutTextAsync(4_121, "Never", $"{Never}}}").RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal("open: makes it a dead end: From overflows to it", await CloseAsync(4_121)
            .RefusalAsync(HttpStatusCode.BadRequest));

        // Both may be closed, the one that leads there first.
        await CloseAsync(4_120, To(4_121)).BodyAsync();
        await CloseAsync(4_121).BodyAsync();
    }

    private const string Never = """ "hours":{"timeZone":"Europe/London","week":{"monday":[]} """;

    private const string Once = """{"date":"2026-12-24","open":[{"from":"09:00","to":"12:00"}]}""";

    private Task<HttpResponseMessage> PutTextAsync(int queue, string name, string plan) => _administrator.PutTextAsync(
        $"/queues/{Id(queue)}", $$$"""{"name":"{{{name}}}","skills":["en"],"plan":{{{{plan}}}}}""");

    private Task<HttpResponseMessage> CloseAsync(int queue, string? rule = null) => _administrator.PutTextAsync(
        $"/queues/{Id(queue)}", $$$"""{"name":"From","open":false,"plan":{"overflow":[{{{rule}}}]}}""");

    private static string To(int queue) => $$$"""{"when":{"waitingOver":5},"toQueue":"{{{Id(queue)}}}"}""";

    private Task<HttpResponseMessage> AskPutAsync(int queue, string name, string[] rules) =>
        _administrator.PutTextAsync(
        $"/queues/{Id(queue)}",
        $$$"""{"name":"{{{name}}}","skills":["en"],"plan":{"overflow":[{{{string.Join(',', rules)}}}]}}""");

    private async Task PutAsync(int queue, string name, params string[] rules) =>
        await AskPutAsync(queue, name, rules).BodyAsync();

    private Task<string> RefusalAsync(int queue, params string[] rules) =>
        AskPutAsync(queue, "A", rules).RefusalAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task What_an_agent_can_is_shown_with_its_levels()
    {
        var agent = await _administrator.AskAsync($"/agents/{Id(4_001)}").BodyAsync();

        Assert.Equal(5, agent.GetProperty("levels").GetProperty("gold").GetInt32());
        Assert.Equal(3, agent.GetProperty("levels").GetProperty("en").GetInt32());
        Assert.Equal("york", agent.GetProperty("site").GetString());
    }

    [Theory]
    [InlineData(""" "levels":{"en":6} """, "levels.en: must be 1 to 5")]
    [InlineData(""" "levels":{"zh":2} """, "levels.zh: is not a skill of the agent")]
    [InlineData(""" "team":"a b" """, "team: must be words of 1 to 50 characters without spaces or commas")]
    public async Task An_agent_who_breaks_a_rule_is_told_which(string more, string refusal) =>
        Assert.Equal(
            refusal,
            await _administrator.PutTextAsync(
                $"/agents/{Id(4_002)}", $$"""{"number":"4002","name":"Bo","skills":["en"],{{more}}}""")
                .RefusalAsync(HttpStatusCode.BadRequest));
}
