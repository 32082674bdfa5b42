namespace Messaging.Benchmarks.Tests;

public sealed class BenchmarkCommandTests
{
    private readonly BenchmarkCommand command = new(_ => Task.FromResult(0));

    [Test]
    public void Without_options_everything_runs_on_RabbitMQ_and_PostgreSQL_in_three_rounds()
    {
        var arguments = command.Read(command.Parse(["drain"]));

        Assert.Multiple(() =>
        {
            Assert.That(arguments.Scenario, Is.InstanceOf<Drain>());
            Assert.That(arguments.Broker, Is.EqualTo(BrokerKind.Amqp));
            Assert.That(arguments.Store, Is.EqualTo(StoreKind.Postgres));
            Assert.That(arguments.Tasks, Is.EqualTo(arguments.Scenario.DefaultTasks));
            Assert.That(arguments.Rounds, Is.EqualTo(3));
            Assert.That((arguments.Concurrency, arguments.Prefetch), Is.EqualTo((64, 1_024)));
        });
    }

    [Test]
    public void Every_scenario_has_a_name_of_its_own() =>
        Assert.That(Scenarios.All.Select(scenario => scenario.Name), Is.Unique);

    [TestCase("", "No scenario is named. Known: throughput, drain, ")]
    [TestCase("drain --task 5", "Argument '--task' is not known. Did you mean '--tasks'? Known: --broker, ")]
    [TestCase("drain --tasks many", "--tasks is 'many'. Allowed: a whole number from 1 to 100000000.")]
    [TestCase("drain --rounds 0", "--rounds is '0'. Allowed: a whole number from 1 to 1000.")]
    [TestCase("drain --store postgre", "--store 'postgre' is not known. Did you mean 'postgres'? Known: ")]
    [TestCase("drain --concurrency 10 --prefetch 25", "--prefetch is 25 and --concurrency is 10. A worker is told ")]
    [TestCase("tracker --broker memory", "--broker is memory, whose queues live in the tracker's own process ")]
    public void A_mistake_is_told_with_its_value_and_what_is_allowed(string line, string beginning)
    {
        var parsed = command.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(command.Faults(parsed).First(), Does.StartWith(beginning));
    }
}
