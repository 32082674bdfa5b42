namespace Messaging.PostgreSql.Tests;

/// <summary>Each test has a schema of its own, with one queue, and a broker on it.</summary>
public abstract class SchemaFixture
{
    private protected TestSchema Schema { get; private set; } = null!;

    private protected PostgresPullBroker Broker { get; private set; } = null!;

    [SetUp]
    public async Task OpenSchema()
    {
        Schema = new TestSchema();
        Broker = Open();
        await Broker.Declare();
    }

    [TearDown]
    public async Task DropSchema()
    {
        await Broker.DisposeAsync();
        await Schema.DisposeAsync();
    }

    /// <summary>Makes the broker.</summary>
    private protected virtual PostgresPullBroker Open() => Schema.Open();
}
