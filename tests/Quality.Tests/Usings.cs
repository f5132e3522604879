global using CallCenter.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(Servers))]
