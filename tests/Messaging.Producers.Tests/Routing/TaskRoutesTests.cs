using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Producers.Tests.Routing;

[TestFixture]
public sealed class TaskRoutesTests
{
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["math.add"] = "exact",
        ["math.*"] = "glob",
        ["math.big.*"] = "longer-glob",
        ["*"] = "any",
    };

    [TestCase("math.add", "exact")]
    [TestCase("math.mul", "glob")]
    [TestCase("math.big.mul", "longer-glob")]
    [TestCase("text.join", "any")]
    [TestCase("mathXadd", "any")]
    public void The_exact_name_goes_before_the_longest_pattern(string name, string queue) =>
        Assert.That(Routes(ByName).QueueOf(new Add(1, 1), name, chosen: null), Is.EqualTo(queue));

    [Test]
    public void The_senders_choice_goes_before_every_route() =>
        Assert.That(Routes(ByName).QueueOf(new Add(1, 1), "math.add", "mine"), Is.EqualTo("mine"));

    [Test]
    public void A_function_decides_where_no_name_does()
    {
        var routes = Routes([], _ => null, task => task is Add { X: > 100 } ? "big" : null);

        Assert.That(routes.QueueOf(new Add(101, 1), "math.add", chosen: null), Is.EqualTo("big"));
        Assert.That(routes.QueueOf(new Add(1, 1), "math.add", chosen: null), Is.EqualTo("default"));
    }

    [Test]
    public void The_prefix_goes_before_every_queue()
    {
        var routes = new TaskRoutes(ByName, [], "shop-");

        Assert.That(routes.QueueOf(new Add(1, 1), "math.add", chosen: null), Is.EqualTo("shop-exact"));
        Assert.That(routes.QueueOf(new Add(1, 1), "math.add", "mine"), Is.EqualTo("shop-mine"));
    }

    private static TaskRoutes Routes(Dictionary<string, string> byName, params Func<ITask, string?>[] functions) =>
        new(byName, functions, "");
}
