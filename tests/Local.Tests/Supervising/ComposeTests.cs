using System.Text.RegularExpressions;
using CallCenter.Local.Installations;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Xunit;
using YamlDotNet.Serialization;

namespace CallCenter.Local.Tests.Supervising;

using Map = Dictionary<object, object>;

/// <summary>The compose file is what <c>up --infra docker</c> takes it for, without a Docker to ask.</summary>
public sealed partial class ComposeTests
{
    private static readonly string _folder = Path.Combine(Home.Repository!, "deploy", "compose");
    private static readonly string _text = File.ReadAllText(Path.Combine(_folder, "compose.yaml"));
    private static readonly Map _file = new DeserializerBuilder().Build().Deserialize<Map>(_text);

    private static Map Services => (Map)_file["services"];

    [Fact]
    public void It_has_the_three_servers_each_with_a_health_that_up_can_wait_for()
    {
        Assert.Equal(["asterisk", "postgresql", "rabbitmq"], Services.Keys.Select(name => (string)name).Order());
        Assert.All(Services.Values.Cast<Map>(), service =>
        {
            Assert.NotEmpty((List<object>)((Map)service["healthcheck"])["test"]);
            Assert.True(service.ContainsKey("image") ^ service.ContainsKey("build"));
        });
    }

    [Fact]
    public void Every_variable_it_asks_for_is_written_by_the_launcher_and_every_written_one_is_asked_for()
    {
        var written = DockerServers.Variables(new Home("/home"), new PortTable(17000), "secret", "secret");

        Assert.Equal(
            written.Keys.Order(),
            Variable().Matches(_text).Select(match => match.Groups[1].Value).Distinct().Order());
        Assert.All(written.Values, value => Assert.NotEmpty(value));
    }

    [Fact]
    public void Its_ports_are_on_loopback_alone()
    {
        var published = Services.Values.Cast<Map>().Where(service => service.ContainsKey("ports"))
            .SelectMany(service => (List<object>)service["ports"]).Cast<string>().ToList();

        Assert.Equal(3, published.Count);
        Assert.All(published, port => Assert.StartsWith("127.0.0.1:${", port, StringComparison.Ordinal));
    }

    [Fact]
    public void What_its_services_name_is_there()
    {
        foreach (var service in Services.Values.Cast<Map>())
        {
            if (service.TryGetValue("build", out var image))
            {
                Assert.True(File.Exists(Path.Combine(_folder, (string)image, "Dockerfile")), (string)image);
            }

            if (service.TryGetValue("configs", out var configs))
            {
                Assert.All((List<object>)configs, one =>
                    Assert.True(((Map)_file["configs"]).ContainsKey(((Map)one)["source"])));
            }

            if (service.TryGetValue("volumes", out var volumes))
            {
                Assert.All(
                    ((List<object>)volumes).Select(one => ((string)one).Split(':')[0]).Where(one => one[0] != '$'),
                    name => Assert.True(((Map)_file["volumes"]).ContainsKey(name), name));
            }
        }
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Variable();
}
