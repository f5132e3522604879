using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace CallCenter.Hosting.Tests.Settings;

public class SettingsReaderTests
{
    [Fact]
    public void A_setting_that_is_absent_keeps_its_default()
    {
        var (options, problems) = Read(("Demo:Password", "x"));

        Assert.Equal(TimeSpan.FromSeconds(20), options.RingTime);
        Assert.Empty(problems);
    }

    [Fact]
    public void Values_are_read_as_their_types()
    {
        var (options, problems) = Read(
            ("Demo:Password", "x"),
            ("Demo:RingTime", "00:00:45"),
            ("Demo:Mode", "fast"),
            ("Demo:Queues:0", "a"),
            ("Demo:Queues:1", "b"));

        Assert.Equal(TimeSpan.FromSeconds(45), options.RingTime);
        Assert.Equal("fast", options.Mode);
        Assert.Equal(["a", "b"], options.Queues);
        Assert.Empty(problems);
    }

    [Fact]
    public void A_missing_setting_is_named_by_its_key() =>
        Assert.Equal(["Demo:Password is missing"], Read().Problems);

    [Theory]
    [InlineData("soon", "Demo:RingTime: 'soon' is not a duration such as 00:00:30; allowed: 00:00:05 to 00:02:00")]
    [InlineData("30", "Demo:RingTime is 30.00:00:00; allowed: 00:00:05 to 00:02:00")]
    public void A_wrong_duration_names_its_key_and_what_is_allowed(string value, string sentence) =>
        Assert.Equal([sentence], Read(("Demo:Password", "x"), ("Demo:RingTime", value)).Problems);

    [Fact]
    public void A_word_that_is_not_one_of_the_allowed_is_answered_with_them() =>
        Assert.Equal(
            ["Demo:Mode is 'wild'; allowed: slow, fast"], Read(("Demo:Password", "x"), ("Demo:Mode", "wild")).Problems);

    [Fact]
    public void A_secret_is_never_shown()
    {
        var problem = Assert.Single(Read(("Demo:Password", "x"), ("Demo:PinKey", "s3cret")).Problems);

        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
        Assert.StartsWith("Demo:PinKey: its value is not a whole number", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_over_several_settings_names_them() =>
        Assert.Equal(
            ["Demo:Mode or Demo:RingTime do not go together"],
            Read(("Demo:Password", "x"), ("Demo:Mode", "fast"), ("Demo:RingTime", "00:01:30")).Problems);

    [Fact]
    public void A_misspelt_key_is_answered_with_the_real_ones()
    {
        var problem = Assert.Single(Read(("Demo:Password", "x"), ("Demo:RingTiem", "00:00:10")).Problems);

        Assert.StartsWith("Demo:RingTiem is no setting; Demo has: ", problem, StringComparison.Ordinal);
        Assert.Contains("RingTime", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_a_wrong_setting_ends_with_code_2()
    {
        var service = ServiceBuilder.Create("feedback", ["--Http:Port=none"]);

        Assert.Equal(2, await service.RunAsync(_ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_command_ends_with_code_2()
    {
        var service = ServiceBuilder.Create(
            "feedback", ["fly", "--Database:ConnectionString=Host=localhost;Username=x"]);

        Assert.Equal(2, await service.RunAsync(_ => { }, TestContext.Current.CancellationToken));
    }

    private static (Demo Options, List<string> Problems) Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var reader = new SettingsReader(configuration);
        var options = reader.Read<Demo>("Demo");
        reader.FindUnknownKeys();
        return (options, reader.Problems);
    }

    private sealed class Demo : IValidatableObject
    {
        [Required]
        public string? Password { get; set; }

        [Range(typeof(TimeSpan), "00:00:05", "00:02:00")]
        public TimeSpan RingTime { get; set; } = TimeSpan.FromSeconds(20);

        [AllowedValues("slow", "fast")]
        public string Mode { get; set; } = "slow";

        public int PinKey { get; set; }

        public IReadOnlyList<string> Queues { get; set; } = [];

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Mode == "fast" && RingTime > TimeSpan.FromMinutes(1))
            {
                yield return new ValidationResult("do not go together", [nameof(Mode), nameof(RingTime)]);
            }
        }
    }
}
